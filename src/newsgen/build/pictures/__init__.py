"""The smaller sizes of pictures: made once, kept between builds, and published with the site."""
