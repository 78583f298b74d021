"""Find the related articles of each article by the similarity of their texts and by the titles it lists."""
