//! The documents themselves: the code in them is that of the sources that they name, and what they link to is there.

use std::fs;
use std::path::{Path, PathBuf};

use super::{read, root};

/// The documents of a folder: their paths and texts.
fn documents(folder: &str) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder of the documents can be read");
    let paths = entries.map(|entry| entry.expect("an entry of the folder can be read").path());
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a document can be read").replace("\r\n", "\n");
        (path, text)
    };
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).map(read).collect()
}

#[test]
fn the_code_of_the_documents_is_that_of_the_drivers() {
    const MARK: &str = "<!-- ";
    // The guide's own code, ```rust, is compiled; its pieces of drivers are ```rs and ```c.
    let own = documents("docs").into_iter().map(|document| (document, ["```rust\n", "```c\n"]));
    let guide = documents("docs/guide").into_iter().map(|document| (document, ["```rs\n", "```c\n"]));
    for ((path, document), fences) in own.chain(guide) {
        let pieces = fences.iter().flat_map(|fence| document.match_indices(fence));
        for (at, fence) in pieces {
            let (above, code) = document.split_at(at);
            let source = above.lines().last().and_then(|line| line.strip_prefix(MARK)?.strip_suffix(" -->"));
            let source = source.unwrap_or_else(|| panic!("{}: whose code is this?\n{code}", path.display()));
            let code = code[fence.len()..].split("```").next().expect("a split has a part");
            let text = read(Path::new(source)).unwrap_or_else(|| panic!("{source} can be read")).replace("\r\n", "\n");
            assert!(text.contains(code), "{}: not in {source}:\n{code}", path.display());
        }
    }
}

#[test]
fn what_the_documents_link_to_is_there() {
    for (path, document) in documents("docs") {
        for link in document.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            let is_here = !target.contains("://") && !target.is_empty();
            assert!(!is_here || root().join("docs").join(target).exists(), "{}: {link}", path.display());
        }
    }
}
