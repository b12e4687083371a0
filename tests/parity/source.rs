//! Our side: the declarations of `wdf-sim-sys`, read from its source text.
//!
//! Every file under `wdf-sim/sys/src` is parsed with `syn`, and what it declares is laid out in
//! tables by name. The crate's own macros are read in the form that they are written in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, ExprLit, Field, Fields, FnArg, ForeignItemFn, Ident, Item, ItemMod, Lit, LitInt, ReturnType,
    Token, Type, braced,
};

/// Everything that the stand-in declares.
#[derive(Default)]
pub(crate) struct Source {
    /// `pub type NAME = ..;`, and `pub use self::_NAME::Type as NAME;`.
    pub(crate) aliases: BTreeMap<String, Type>,
    /// Structures and unions: fields in order, with their types.
    pub(crate) structs: BTreeMap<String, Vec<(String, String)>>,
    /// What `layout!` asserts.
    pub(crate) layouts: BTreeMap<String, Layout>,
    /// Enumerations: values in order.
    pub(crate) enums: BTreeMap<String, Vec<(String, i64)>>,
    /// What `wdf_functions!` declares.
    pub(crate) functions: BTreeMap<String, Function>,
    /// Constants: type and value, as text.
    pub(crate) constants: BTreeMap<String, (String, String)>,
    /// `#[link_name = ".."]` of the link symbols, by the name Rust knows them by.
    pub(crate) link_names: BTreeMap<String, String>,
}

/// A function of the table.
pub(crate) struct Function {
    pub(crate) index: String,
    pub(crate) pointer: String,
    pub(crate) signature: Signature,
}

/// Parameters and return type, as text.
#[derive(Debug, PartialEq)]
pub(crate) struct Signature {
    pub(crate) params: Vec<(String, String)>,
    pub(crate) returns: String,
}

/// The numbers of one `layout!`.
pub(crate) struct Layout {
    name: String,
    pub(crate) size: usize,
    pub(crate) align: usize,
    pub(crate) offsets: BTreeMap<String, usize>,
}

impl Source {
    /// Reads the stand-in's source.
    pub(crate) fn read() -> Self {
        let mut source = Self::default();
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../wdf-sim/sys/src");
        for file in files(Path::new(root)) {
            let text = fs::read_to_string(&file).expect("a source file is readable");
            let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{} parses: {error}", file.display()));
            for item in parsed.items {
                source.add(item);
            }
        }
        source
    }

    fn add(&mut self, item: Item) {
        match item {
            Item::Struct(item) => {
                self.structs.insert(item.ident.to_string(), fields(item.fields));
            }
            Item::Union(item) => {
                let fields = item.fields.named.iter().map(field).collect();
                self.structs.insert(item.ident.to_string(), fields);
            }
            Item::Type(item) => {
                self.aliases.insert(item.ident.to_string(), *item.ty);
            }
            Item::Use(item) => {
                let text = item.tree.to_token_stream().to_string();
                if let Some((path, name)) = text.split_once(" as ") {
                    let ty = syn::parse_str(path).expect("what is renamed is a type");
                    self.aliases.insert(name.to_owned(), ty);
                }
            }
            Item::Const(item) => {
                let value = item.expr.to_token_stream().to_string();
                self.constants.insert(item.ident.to_string(), (text_of(&item.ty), value));
            }
            Item::Mod(item) => self.add_enum(item),
            Item::ForeignMod(item) => {
                for item in item.items {
                    if let syn::ForeignItem::Static(item) = item
                        && let Some(name) = link_name(&item.attrs)
                    {
                        self.link_names.insert(item.ident.to_string(), name);
                    }
                }
            }
            Item::Macro(item) => self.add_macro(&item.mac),
            _ => {}
        }
    }

    fn add_enum(&mut self, item: ItemMod) {
        let Some((_, items)) = item.content else {
            return;
        };
        let values = items.iter().filter_map(|item| match item {
            Item::Const(item) => Some((item.ident.to_string(), integer_of(&item.expr))),
            _ => None,
        });
        self.enums.insert(item.ident.to_string(), values.collect());
        let declared = items.iter().find_map(|inner| match inner {
            Item::Type(inner) if inner.ident == "Type" => Some((*inner.ty).clone()),
            _ => None,
        });
        if let Some(ty) = declared {
            self.aliases.insert(format!("{}::Type", item.ident), ty);
        }
    }

    fn add_macro(&mut self, mac: &syn::Macro) {
        let tokens = mac.tokens.clone();
        match text_of(&mac.path).as_str() {
            "layout" => {
                let layout: Layout = syn::parse2(tokens).expect("layout! parses");
                self.layouts.insert(layout.name.clone(), layout);
            }
            "wdf_functions" => {
                let functions = many::<ForeignItemFn>.parse2(tokens).expect("wdf_functions! parses");
                for item in functions {
                    let name = item.sig.ident.to_string();
                    self.functions.insert(name, function(&item));
                }
            }
            "statuses" => {
                let statuses =
                    Punctuated::<Status, Token![,]>::parse_terminated.parse2(tokens).expect("statuses! parses");
                for Status { name, value } in statuses {
                    let value = value.cast_signed().to_string();
                    self.constants.insert(name, ("NTSTATUS".to_owned(), value));
                }
            }
            _ => {}
        }
    }
}

/// The signature behind `Option<unsafe extern "C" fn(..) -> ..>`; `None` if it is anything else.
pub(crate) fn callback_signature(ty: &Type) -> Option<Signature> {
    let Type::Path(path) = ty else { return None };
    let option = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &option.arguments else {
        return None;
    };
    let Some(syn::GenericArgument::Type(Type::FnPtr(function))) = arguments.args.first() else {
        return None;
    };
    function.unsafety?;
    let abi = function.abi.as_ref()?.name.as_ref()?;
    let params = function.inputs.iter().map(|input| {
        let name = input.name.as_ref().map(|(name, _)| name.to_string());
        (name.unwrap_or_default(), text_of(&input.ty))
    });
    (abi.value() == "C").then(|| Signature { params: params.collect(), returns: returned(&function.output) })
}

/// A type as text, spelled one way: `[u8; 4usize]` as `[u8; 4]`, and `c_ulong`, which has 32 bits on
/// Windows and is `u32` in the stand-in on every target, as `u32`.
pub(crate) fn text_of(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace("usize]", "]").replace("c_ulong", "u32")
}

/// A type given as text, respelled as [`text_of`] spells it.
pub(crate) fn respelled(ty: &str) -> String {
    let ty: Type = syn::parse_str(ty).unwrap_or_else(|error| panic!("{ty} is a type: {error}"));
    text_of(&ty)
}

pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("the stand-in's source is beside this package");
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a directory entry is readable").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn fields(fields: Fields) -> Vec<(String, String)> {
    fields.iter().map(field).collect()
}

fn field(field: &Field) -> (String, String) {
    let name = field.ident.as_ref().map(Ident::to_string);
    (name.unwrap_or_default(), text_of(&field.ty))
}

fn function(item: &ForeignItemFn) -> Function {
    let argument = |name: &str| {
        let attribute = item.attrs.iter().find(|a| a.path().is_ident(name));
        let ident = attribute.and_then(|a| a.parse_args::<Ident>().ok());
        ident.map(|ident| ident.to_string()).unwrap_or_default()
    };
    let params = item.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some((text_of(&input.pat), text_of(&input.ty))),
        FnArg::Receiver(_) => None,
    });
    Function {
        index: argument("index"),
        pointer: argument("pointer"),
        signature: Signature { params: params.collect(), returns: returned(&item.sig.output) },
    }
}

fn returned(output: &ReturnType) -> String {
    match output {
        ReturnType::Default => "()".to_owned(),
        ReturnType::Type(_, ty) => text_of(ty),
    }
}

fn link_name(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|a| a.path().is_ident("link_name"))?;
    let value = &attribute.meta.require_name_value().ok()?.value;
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Some(name.value()),
        _ => None,
    }
}

fn integer_of(expr: &Expr) -> i64 {
    let text = expr.to_token_stream().to_string().replace(' ', "");
    integer(&text).unwrap_or_else(|| panic!("{text} is an integer"))
}

/// An integer literal of Rust, or of the facts; `None` if it is anything else.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let literal: LitInt = syn::parse_str(digits).ok()?;
    let value: u64 = literal.base10_parse().ok()?;
    let value = value.cast_signed();
    Some(if negative { -value } else { value })
}

fn many<T: Parse>(input: ParseStream<'_>) -> syn::Result<Vec<T>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        all.push(input.parse()?);
    }
    Ok(all)
}

/// `STATUS_NAME = 0x1234_5678`.
struct Status {
    name: String,
    value: u32,
}

impl Parse for Status {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse::<Ident>()?.to_string();
        input.parse::<Token![=]>()?;
        let value = input.parse::<LitInt>()?.base10_parse()?;
        Ok(Self { name, value })
    }
}

impl Parse for Layout {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse::<Ident>()?.to_string();
        input.parse::<Token![:]>()?;
        let size = labelled(input, "size")?;
        input.parse::<Token![,]>()?;
        let align = labelled(input, "align")?;
        input.parse::<Token![,]>()?;
        let content;
        braced!(content in input);
        let offsets = Punctuated::<Offset, Token![,]>::parse_terminated(&content)?;
        Ok(Self { name, size, align, offsets: offsets.into_iter().map(|o| (o.field, o.offset)).collect() })
    }
}

/// `Field: 8`.
struct Offset {
    field: String,
    offset: usize,
}

impl Parse for Offset {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let field = input.parse::<Ident>()?.to_string();
        input.parse::<Token![:]>()?;
        let offset = input.parse::<LitInt>()?.base10_parse()?;
        Ok(Self { field, offset })
    }
}

fn labelled(input: ParseStream<'_>, label: &str) -> syn::Result<usize> {
    let found = input.parse::<Ident>()?;
    if found != label {
        return Err(syn::Error::new(found.span(), format!("expected `{label}`")));
    }
    input.parse::<LitInt>()?.base10_parse()
}
