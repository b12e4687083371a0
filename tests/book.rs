//! The guide hangs together: every document is a chapter, and every link leads somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lies in the workspace").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The documents below a folder, generated ones left out.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry of the folder").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let is_generated = ["target", "book", "node_modules"].contains(&name.as_str()) || name.starts_with('.');
        if path.is_dir() && !is_generated {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What a document links to, and the names of its headings as a browser knows them.
fn links_and_anchors(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors) = (Vec::new(), BTreeSet::new());
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.into_string())
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take().map(|heading| anchor(&heading))),
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            _ => {}
        }
    }
    (links, anchors)
}

/// The name of a heading: in lower case, with hyphens for spaces and nothing for the rest.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || [' ', '-', '_'].contains(c);
    heading.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_of_every_document_leads_somewhere() {
    let mut wrong = Vec::new();
    for document in documents(&root()) {
        let folder = document.parent().expect("a document lies in a folder");
        let text = read(&document);
        let (links, own) = links_and_anchors(&text);
        let name = document.strip_prefix(root()).expect("below the root").display().to_string();
        for link in links {
            // A template's links are those of the driver that is made from it.
            if link.contains("://") || link.contains("{{") {
                continue;
            }
            let (path, wanted) = link.split_once('#').map_or((link.as_str(), None), |(path, at)| (path, Some(at)));
            let target = if path.is_empty() { document.clone() } else { folder.join(path) };
            if !target.exists() {
                wrong.push(format!("{name}: {link} is not there"));
                continue;
            }
            // mdBook takes every link to a document for one to a page of the book.
            let is_page = target.extension().is_some_and(|extension| extension == "md");
            let leaves = !target.canonicalize().expect("it is there").starts_with(root().join("docs"));
            if name.starts_with("docs/") && is_page && leaves {
                wrong.push(format!("{name}: {link} is no page of the guide; link to its folder"));
            }
            if let Some(wanted) = wanted {
                let there = if path.is_empty() { own.clone() } else { links_and_anchors(&read(&target)).1 };
                if !there.contains(wanted) {
                    wrong.push(format!("{name}: {link}: no such heading"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_document_is_a_chapter_of_the_guide() {
    let docs = root().join("docs");
    let summary = docs.join("SUMMARY.md");
    let (links, _) = links_and_anchors(&read(&summary));
    let chapters: BTreeSet<PathBuf> = links.iter().map(|link| docs.join(link)).collect();
    assert_eq!(chapters.len(), links.len(), "a chapter stands twice in the summary");
    for document in documents(&docs) {
        let is_there = chapters.contains(&document) || document == summary;
        assert!(is_there, "{} is not in docs/SUMMARY.md", document.display());
    }
}

#[test]
fn every_chapter_with_code_is_compiled() {
    let compiled = read(&root().join("tests/src/guide.rs"));
    for document in documents(&root().join("docs/guide")) {
        let name = document.file_name().expect("a file").to_string_lossy().into_owned();
        let has_code = read(&document).lines().any(|line| line.starts_with("```rust"));
        assert!(!has_code || compiled.contains(&format!("\"{name}\"")), "tests/src/guide.rs does not have {name}");
    }
}
