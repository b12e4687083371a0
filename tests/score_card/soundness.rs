//! `docs/soundness.md` against the source text of wdf-safe: each file that opts into `unsafe`, each promise (`unsafe impl`) and
//! each public function that asks for one stands there, with numbers that are right and tests that are there.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::source::texts;
use super::{find, named, read, rows_of};

pub(crate) const SOUNDNESS: &str = "docs/soundness.md";

/// The rows of the table under this heading.
pub(crate) fn section(document: &str, heading: &str) -> Vec<Vec<String>> {
    let text = read(Path::new(document)).unwrap_or_else(|| panic!("{document} can be read"));
    let start = text.find(&format!("{heading}\n")).unwrap_or_else(|| panic!("{document} has no {heading}"));
    let text = &text[start + heading.len()..];
    rows_of(document, text.split("\n## ").next().unwrap_or(text))
}

/// What is unsafe in a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Unsafe {
    blocks: usize,
    functions: usize,
    /// `Trait for Type`.
    promises: Vec<String>,
    /// Names of public functions.
    public: Vec<String>,
}

impl Unsafe {
    fn of(text: &str) -> Self {
        let mut this = Self::default();
        this.read(text.parse().expect("a file of wdf-safe is Rust"));
        this
    }

    fn is_there(&self) -> bool {
        *self != Self::default()
    }

    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Ident(word) if *word == "unsafe" => self.meets(&tokens[..at], &tokens[at + 1..]),
                _ => {}
            }
        }
    }

    fn meets(&mut self, before: &[TokenTree], after: &[TokenTree]) {
        let is = |token: Option<&TokenTree>, word: &str| matches!(token, Some(TokenTree::Ident(name)) if name == word);
        match after.first() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => self.blocks += 1,
            token if is(token, "impl") => self.promises.push(promise(&after[1..])),
            // `unsafe fn name`, `unsafe extern "C" fn name`: what has no name is the type of a pointer.
            token if is(token, "fn") || is(token, "extern") => {
                let skipped = if is(token, "fn") { 1 } else { 3 };
                if let Some(TokenTree::Ident(name)) = after.get(skipped) {
                    self.functions += 1;
                    let before = if is(before.last(), "const") { &before[..before.len() - 1] } else { before };
                    if is(before.last(), "pub") {
                        self.public.push(name.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}

/// `Trait for Type`, of what follows `unsafe impl`.
fn promise(tokens: &[TokenTree]) -> String {
    let is = |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
    let mut depth = 0;
    let skipped = tokens
        .iter()
        .position(|token| {
            depth += i32::from(is(token, '<')) - i32::from(is(token, '>'));
            depth == 0
        })
        .unwrap_or_default();
    let has_parameters = tokens.first().is_some_and(|token| is(token, '<'));
    let rest = &tokens[if has_parameters { skipped + 1 } else { 0 }..];
    let is_end = |token: &&TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        TokenTree::Ident(word) => word != "where",
        _ => true,
    };
    let text: TokenStream = rest.iter().take_while(is_end).cloned().collect();
    let text = text.to_string();
    let (what, of) = text.split_once(" for ").unwrap_or((&text, ""));
    let close = |text: &str| text.replace(' ', "").replace(',', ", ");
    let what = close(what);
    format!("{} for {}", what.rsplit("sealed::").next().unwrap_or(&what), close(of))
}

/// Of each file that has some; unit tests are no part of the layer.
fn found() -> BTreeMap<String, Unsafe> {
    let files = texts().into_iter().filter(|(file, text)| text.contains("unsafe") && !file.ends_with("tests.rs"));
    files.map(|(file, text)| (file, Unsafe::of(&text))).filter(|(_, found)| found.is_there()).collect()
}

/// The tests of a cell are there.
fn hold(what: &str, cell: &str) -> Vec<String> {
    let wrong = |name: &str| find(name).err().map(|problem| format!("{what}: {name} {problem}"));
    named(cell).into_iter().filter_map(wrong).collect()
}

#[test]
fn each_file_with_unsafe_code_is_listed_with_its_numbers() {
    let invariants: Vec<String> = section(SOUNDNESS, "## Invariants").into_iter().map(|row| row[0].clone()).collect();
    let mut listed = BTreeMap::new();
    for row in section(SOUNDNESS, "## Files") {
        let file = named(&row[0])[0].to_owned();
        assert!(!row[4].is_empty(), "{file} rests on nothing");
        for invariant in row[4].split(", ") {
            assert!(invariants.iter().any(|known| known == invariant), "{file}: there is no invariant {invariant}");
        }
        listed.insert(file, row[1..4].join(" | "));
    }
    let is = |found: &Unsafe| format!("{} | {} | {}", found.blocks, found.functions, found.promises.len());
    let is: BTreeMap<String, String> = found().iter().map(|(file, found)| (file.clone(), is(found))).collect();
    let wrong: Vec<String> = is
        .iter()
        .filter(|(file, numbers)| listed.get(*file) != Some(numbers))
        .map(|(file, numbers)| format!("| `{file}` | {numbers} |"))
        .collect();
    assert!(wrong.is_empty(), "{SOUNDNESS} should say, after a look at what is new:\n{}", wrong.join("\n"));
    let stale: Vec<_> = listed.keys().filter(|file| !is.contains_key(*file)).collect();
    assert!(stale.is_empty(), "{SOUNDNESS} lists files without unsafe code: {stale:?}");
}

#[test]
fn each_invariant_says_where_it_is_established_and_is_shown_by_tests() {
    let mut wrong = Vec::new();
    for row in section(SOUNDNESS, "## Invariants") {
        let missing: Vec<_> = named(&row[2]).into_iter().filter(|file| read(Path::new(file)).is_none()).collect();
        assert!(missing.is_empty(), "{}: there is no {missing:?}", row[0]);
        assert!(!named(&row[2]).is_empty(), "{} is established nowhere", row[0]);
        assert!(!named(&row[3]).is_empty(), "{} is shown by nothing", row[0]);
        wrong.extend(hold(&row[0], &row[3]));
    }
    assert!(wrong.is_empty(), "{SOUNDNESS}:\n{}", wrong.join("\n"));
}

/// Does the code of a text, without its documentation, step on an atomic word?
fn is_atomic(text: &str) -> bool {
    text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("Ordering::"))
}

#[test]
fn each_atomic_word_is_model_checked_or_says_why_not() {
    let mut wrong = Vec::new();
    let mut listed = Vec::new();
    for row in section(SOUNDNESS, "## Atomic words") {
        let models = named(&row[2]);
        assert!(models.iter().all(|model| model.starts_with("loom_")), "{}: {models:?}", row[0]);
        assert_eq!(models.is_empty(), row[1] == "–", "{}: what decides something has a model", row[0]);
        wrong.extend(hold(&row[0], &row[2]));
        listed.push(named(&row[0])[0].to_owned());
    }
    let mut found: Vec<String> =
        texts().into_iter().filter(|(_, text)| is_atomic(text)).map(|(file, _)| file).collect();
    listed.sort();
    found.sort();
    assert_eq!(listed, found);
    assert!(wrong.is_empty(), "{SOUNDNESS}:\n{}", wrong.join("\n"));
}

#[test]
fn each_promise_is_listed() {
    let mut listed: Vec<(String, String)> = Vec::new();
    let mut wrong = Vec::new();
    for row in section(SOUNDNESS, "## Promises") {
        let file = named(&row[1])[0].to_owned();
        wrong.extend(hold(&row[0], &row[3]));
        listed.extend(named(&row[0]).into_iter().map(|promise| (promise.to_owned(), file.clone())));
    }
    let mut found: Vec<(String, String)> = found()
        .into_iter()
        .flat_map(|(file, found)| found.promises.into_iter().map(move |promise| (promise, file.clone())))
        .collect();
    listed.sort();
    found.sort();
    let show = |promises: &[(String, String)], others: &[(String, String)]| {
        let missing = promises.iter().filter(|promise| !others.contains(promise));
        missing.map(|(promise, file)| format!("`{promise}` in `{file}`")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(listed, found, "not listed:\n{}\nnot there:\n{}", show(&found, &listed), show(&listed, &found));
    assert!(wrong.is_empty(), "{SOUNDNESS}:\n{}", wrong.join("\n"));
}

#[test]
fn each_public_function_that_asks_for_a_promise_is_listed() {
    let mut listed: Vec<String> =
        section(SOUNDNESS, "## What asks for a promise").iter().map(|row| named(&row[0]).join(" ")).collect();
    let mut found: Vec<String> = found()
        .into_iter()
        .flat_map(|(file, found)| found.public.into_iter().map(move |name| format!("{file} {name}")))
        .collect();
    listed.sort();
    found.sort();
    assert_eq!(listed, found);
}

#[test]
fn what_is_unsafe_is_found_in_a_text() {
    let found = Unsafe::of(
        "pub const unsafe fn a() { unsafe { b() } } unsafe extern \"C\" fn c() {} type D = unsafe fn(u8); \
         macro_rules! e { () => { unsafe impl<T: Fn() -> u8> sealed::Sealed for F<'_, T> {} } }",
    );
    assert_eq!((found.blocks, found.functions), (1, 2));
    assert_eq!(found.public, ["a"]);
    assert_eq!(found.promises.len(), 1);
}
