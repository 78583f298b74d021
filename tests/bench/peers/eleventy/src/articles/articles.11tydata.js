module.exports = { layout: "post.liquid", permalink: (data) => `/articles/${data.slug}/index.html` };
