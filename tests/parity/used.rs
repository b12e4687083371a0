//! The items of `wdk-sys` that wdf-safe, its macros, the samples and the template name, read from their source text.
//!
//! Every `wdk_sys::` in the text counts, in macros too, whichever `cfg` it stands under: what is compiled only for Windows is
//! among them. The samples and the template name none; that this stays so, or that what they come to name is there, is
//! looked at too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

use crate::source::files;

/// Where code stands that becomes part of a driver.
const SOURCES: [&str; 4] = ["wdf-safe/src", "wdf-safe-macros/src", "samples", "template"];

/// Each item by its path in the crate, without what stands behind the first name that is not a module's, and the files that
/// name it. What only the stand-in has (`sim`) is left out.
pub(crate) fn used() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut used = BTreeMap::<String, BTreeSet<String>>::new();
    // Built packages stand among the samples.
    let all = SOURCES.iter().flat_map(|folder| files(&root.join(folder)));
    for path in all.filter(|path| !path.components().any(|part| part.as_os_str() == "target")) {
        // The template's placeholders are no Rust.
        let text = fs::read_to_string(&path).expect("a source file is readable").replace("{{crate_name}}", "driver");
        let tokens = text.parse().unwrap_or_else(|error| panic!("{} parses: {error}", path.display()));
        let file = path.strip_prefix(root).expect("a file below the root").display().to_string();
        let mut names = BTreeSet::new();
        walk(tokens, &mut names);
        // The list of functions names what a macro puts behind `wdk_sys::`.
        if file.ends_with("call.rs") {
            names.extend(listed(&text));
        }
        for name in names {
            used.entry(name).or_default().insert(file.clone());
        }
    }
    used
}

/// Collects what stands behind `wdk_sys::`.
fn walk(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == "wdk_sys" => {
                let rest: Vec<TokenTree> = std::iter::from_fn(|| tokens.next_if(of_a_path)).collect();
                path(&rest, names);
            }
            TokenTree::Group(group) => walk(group.stream(), names),
            _ => {}
        }
    }
}

/// Does a path go on with this?
fn of_a_path(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Ident(name) => !["as", "in", "if", "for"].iter().any(|keyword| name == keyword),
        TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
        TokenTree::Literal(_) => false,
    }
}

/// What the path behind `wdk_sys` names: its first name that is not a module's, or each name of the list at its end.
fn path(rest: &[TokenTree], names: &mut BTreeSet<String>) {
    let mut module = "";
    for token in rest {
        match token {
            TokenTree::Ident(name) if name == "sim" => return,
            TokenTree::Ident(name) if name == "ntddk" => module = "ntddk::",
            TokenTree::Ident(name) => {
                names.insert(format!("{module}{name}"));
                return;
            }
            TokenTree::Group(group) => {
                names.extend(group.stream().into_iter().filter_map(|token| match token {
                    TokenTree::Ident(name) => Some(format!("{module}{name}")),
                    _ => None,
                }));
                return;
            }
            _ => {}
        }
    }
}

/// The lines `Function: PFN_FUNCTION, FunctionTableIndex;`.
fn listed(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.filter(|word| word.starts_with("PFN_WDF") || word.ends_with("TableIndex")).map(str::to_owned)
}
