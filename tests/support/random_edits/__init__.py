"""Change a project at random, as editors and accidents do, and compare each build with a clean build."""
