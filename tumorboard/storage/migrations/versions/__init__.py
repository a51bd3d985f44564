"""One file per database version; a file that was released is never changed."""
