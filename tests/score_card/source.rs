//! The calls that wdf-safe makes, read from its source text: which function of the framework, in which function of which file,
//! and what the context that this one asks for says about the IRQL.

use std::collections::BTreeSet;
use std::fs;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{FnArg, Generics, ImplItem, Item, Signature, TraitItem};

use super::{read, root};

/// A call of the framework in wdf-safe.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Call {
    pub(crate) file: String,
    /// The function of wdf-safe; the macro's name with `!` where it is one.
    pub(crate) function: String,
    /// The function of the framework.
    pub(crate) ddi: String,
    /// What stands in the `Cx` that the function asks for, a parameter's bound instead of the parameter; none without one.
    pub(crate) level: Option<String>,
}

/// The functions of the framework's table, in its order.
pub(crate) fn functions() -> Vec<String> {
    let text = read("wdf-sim/sys/src/function_index.rs".as_ref()).expect("the table's enumeration can be read");
    let name = |line: &str| Some(line.trim().strip_prefix("pub const ")?.split_once("TableIndex:")?.0.to_owned());
    text.lines().filter_map(name).filter(|name| name.starts_with("Wdf")).collect()
}

/// All calls, the list of `sys/call.rs` left out.
pub(crate) fn calls() -> Vec<Call> {
    let known: BTreeSet<String> = functions().into_iter().collect();
    let mut found: Vec<Call> = texts()
        .iter()
        .filter(|(file, _)| file != "sys/call.rs")
        .flat_map(|(file, text)| of_file(text, file, &known))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The files of wdf-safe, by their paths, with their texts.
pub(crate) fn texts() -> Vec<(String, String)> {
    let base = root().join("wdf-safe/src");
    let mut found = Vec::new();
    let mut folders = vec![base.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of wdf-safe can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(&base).expect("below the base").display().to_string().replace('\\', "/");
                found.push((file, fs::read_to_string(&path).expect("a file of wdf-safe can be read")));
            }
        }
    }
    found.sort();
    found
}

/// The same, parsed.
pub(crate) fn parsed() -> Vec<(String, syn::File)> {
    let parse = |file: &str, text: &str| syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    texts().into_iter().map(|(file, text)| (file.clone(), parse(&file, &text))).collect()
}

fn of_file(text: &str, file: &str, known: &BTreeSet<String>) -> Vec<Call> {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut reader = Reader { file, known, found: Vec::new() };
    parsed.items.iter().for_each(|item| reader.item(item));
    let mut all = BTreeSet::new();
    names(parsed.to_token_stream(), known, &mut all);
    let met: BTreeSet<String> = reader.found.iter().map(|call| call.ddi.clone()).collect();
    assert_eq!(met, all, "{file}: a call stands where it is not looked for");
    reader.found
}

struct Reader<'a> {
    file: &'a str,
    known: &'a BTreeSet<String>,
    found: Vec<Call>,
}

impl Reader<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Fn(function) => self.function(&function.sig, None, function.block.to_token_stream()),
            Item::Mod(module) => {
                module.content.iter().flat_map(|(_, items)| items).for_each(|item| self.item(item));
            }
            Item::Impl(block) => {
                for item in &block.items {
                    match item {
                        ImplItem::Fn(function) => {
                            self.function(&function.sig, Some(&block.generics), function.block.to_token_stream());
                        }
                        ImplItem::Macro(call) => self.macro_call(&call.mac),
                        _ => {}
                    }
                }
            }
            Item::Trait(declared) => {
                for item in &declared.items {
                    if let TraitItem::Fn(function) = item {
                        let body = function.default.to_token_stream();
                        self.function(&function.sig, Some(&declared.generics), body);
                    }
                }
            }
            Item::Macro(call) => self.macro_call(&call.mac),
            _ => {}
        }
    }

    fn macro_call(&mut self, call: &syn::Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        self.note(&format!("{name}!"), None, call.tokens.clone());
    }

    fn function(&mut self, signature: &Signature, outer: Option<&Generics>, body: TokenStream) {
        let level = signature.inputs.iter().find_map(|argument| match argument {
            FnArg::Typed(typed) => level(typed.ty.to_token_stream()),
            FnArg::Receiver(_) => None,
        });
        let generics = [Some(&signature.generics), outer];
        let level =
            level.map(|level| generics.into_iter().flatten().find_map(|all| bound(all, &level)).unwrap_or(level));
        self.note(&signature.ident.to_string(), level, body);
    }

    fn note(&mut self, function: &str, level: Option<String>, body: TokenStream) {
        let mut ddis = BTreeSet::new();
        names(body, self.known, &mut ddis);
        self.found.extend(ddis.into_iter().map(|ddi| Call {
            file: self.file.to_owned(),
            function: function.to_owned(),
            ddi,
            level: level.clone(),
        }));
    }
}

/// The functions of the framework that are named, not in a text.
fn names(tokens: TokenStream, known: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) if known.contains(&name.to_string()) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => names(group.stream(), known, found),
            _ => {}
        }
    }
}

/// The level in `Cx<'_, Level>`.
fn level(tokens: TokenStream) -> Option<String> {
    let text = tokens.to_string();
    // A closure that is given one is not meant.
    if !text.starts_with("& mut Cx <") && !text.starts_with("& Cx <") {
        return None;
    }
    let inner = text.split_once("Cx < ")?.1;
    let level = inner.split_once(", ")?.1.split_once(" >")?.0;
    Some(level.to_owned())
}

/// The first bound of this type parameter.
fn bound(generics: &Generics, parameter: &str) -> Option<String> {
    let of = |bounds: String| bounds.split(" + ").next().map(|bound| bound.trim().to_owned());
    let direct = generics.type_params().find(|declared| declared.ident == parameter);
    if let Some(declared) = direct.filter(|declared| !declared.bounds.is_empty()) {
        return of(declared.bounds.to_token_stream().to_string());
    }
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    predicates.into_iter().find_map(|predicate| match predicate {
        syn::WherePredicate::Type(typed) if typed.bounded_ty.to_token_stream().to_string() == parameter => {
            of(typed.bounds.to_token_stream().to_string())
        }
        _ => None,
    })
}
