//! Nothing: this package is its integration tests, which are the files and folders beside `src`.
