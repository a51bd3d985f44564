"""ISCN karyotypes: text → clones and abnormalities → what follows from them."""
