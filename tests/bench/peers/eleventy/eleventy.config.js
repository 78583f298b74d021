module.exports = (config) => {
  config.addCollection("posts", (all) => all.getFilteredByGlob("src/articles/*.md").reverse());
  return { dir: { input: "src", includes: "../_inc", output: "out" }, markdownTemplateEngine: false };
};
