"""What every page needs once: rights, pages, forms, words, assets, browser policy."""
