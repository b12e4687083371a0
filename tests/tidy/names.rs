//! Comments name files that there are: a reader who follows one finds it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::source::{complain, is_output, root, shown, sources};

/// The folders in whose comments files are named by paths of this repository.
const FOLDERS: [&str; 6] = ["wdf-safe", "wdf-safe-macros", "wdf-ioctl", "wdf-sim", "samples", "tests"];

/// Every path below a folder, from the root on, with a slash before it; a folder's ends in one, too.
fn paths(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry of the folder").path();
        if is_output(&path) || path.ends_with(".git") {
            continue;
        }
        found.insert(format!("/{}{}", shown(&path), if path.is_dir() { "/" } else { "" }));
        if path.is_dir() {
            paths(&path, found);
        }
    }
}

/// The paths in a comment: Rust files and folders, in backticks.
fn named(comment: &str) -> impl Iterator<Item = &str> {
    let quoted = comment.split('`').skip(1).step_by(2);
    quoted.filter(|quoted| {
        let is_path = quoted.chars().all(|letter| letter.is_alphanumeric() || "_-/.".contains(letter));
        let is_folder = quoted.ends_with('/') && !quoted.starts_with('/') && !quoted.starts_with('.');
        is_path && !quoted.starts_with('/') && (quoted.ends_with(".rs") || is_folder)
    })
}

#[test]
fn comments_name_files_that_there_are() {
    let mut all = BTreeSet::new();
    paths(&root(), &mut all);
    let exists = |name: &str| {
        let end = format!("/{name}");
        all.iter().any(|path| path.ends_with(&end))
    };
    let mut offenders = Vec::new();
    for (path, text) in sources(&FOLDERS) {
        let comments = text.lines().filter(|line| line.trim_start().starts_with("//"));
        let missing = comments.flat_map(named).filter(|name| !exists(name));
        offenders.extend(missing.map(|name| format!("{} names {name}", shown(&path))));
    }
    complain("a file that a comment names is there", &offenders);
}

#[test]
fn names_in_comments_are_found() {
    let comment = "/// `exec/io.rs` and `kernel/queue/` but not `Queue`, `a / b`, `std::fs` or `/dev/null`.";
    assert_eq!(named(comment).collect::<Vec<_>>(), ["exec/io.rs", "kernel/queue/"]);
}
