//! The words in a callback's parameters: the handle, the level, and the state and kind of a request.
//!
//! *Where it stands.* Under `handlers.rs`. It looks at names, where rustc looks at types: a driver's own name for a type
//! passes here, and rustc decides. What is found here has a short message, at the word.
//!
//! *Key types.* None: [`hold`].
//!
//! *Wraps.* Nothing.

use crate::callbacks::Callback;
use crate::diagnostics::Errors;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

const LEVELS: &[&str] =
    &["Passive", "Dispatch", "Dirql", "PassiveIsr", "SurpriseRemoval", "Work", "Held", "PassiveHeld"];
const STATES: &[&str] = &["Owned", "Cancelable", "MustComplete", "InCallerContext", "Opening", "Returned"];
const KINDS: &[&str] = &["Read", "Write", "DeviceControl", "InternalDeviceControl", "Any"];
const HANDLES: &[&str] = &[
    "Cx",
    "Device",
    "DeviceInit",
    "Dpc",
    "Driver",
    "DriverInit",
    "FileObject",
    "Interrupt",
    "Queue",
    "Request",
    "Resources",
    "StopNotice",
    "Timer",
    "WorkItem",
];

/// Holds the words of a parameter to those of its place in the callback's signature.
pub(crate) fn hold(callback: &Callback, shown: &str, found: &Type, errors: &mut Errors) {
    let Some((_, wanted)) = shown.split_once(": ") else { return };
    let Ok(wanted) = syn::parse_str::<Type>(wanted) else { return };
    let (Some(wanted), Some(found)) = (last(&wanted), last(found)) else { return };
    if is_other(HANDLES, wanted, found) {
        errors.at(&found.ident, format_args!("this parameter is `{shown}`"));
        return;
    }
    for (wanted, found) in arguments(wanted).zip(arguments(found)) {
        let (Some(wanted), Some(found)) = (last(wanted), last(found)) else { continue };
        let (name, word) = (callback.name, &found.ident);
        if is_other(LEVELS, wanted, found)
            && !also_at(name, &wanted.ident.to_string()).contains(&word.to_string().as_str())
        {
            errors.at(word, format_args!("`#[{name}]` is called at {}{}", levels(name, wanted), elsewhere(word)));
        } else if is_other(STATES, wanted, found) {
            errors.at(word, format_args!("`#[{name}]` is given a request that is `{}`", wanted.ident));
        } else if is_other(KINDS, wanted, found) {
            errors.at(
                word,
                format_args!("`#[{name}]` is given a request of the kind `{}`{}", wanted.ident, taker(name, word)),
            );
        }
    }
}

/// Are both of these words, and different ones?
fn is_other(words: &[&str], wanted: &PathSegment, found: &PathSegment) -> bool {
    let is_one = |segment: &PathSegment| words.iter().any(|word| segment.ident == word);
    is_one(wanted) && is_one(found) && wanted.ident != found.ident
}

/// The levels at which the callback is called besides the one of its signature.
fn also_at(callback: &str, wanted: &str) -> &'static [&'static str] {
    match wanted {
        "Dispatch" if callback.starts_with("evt_io_") && callback != "evt_io_in_caller_context" => &["Passive"],
        "Dirql" => &["PassiveIsr"],
        _ => &[],
    }
}

/// The levels of the callback, as a message says them.
fn levels(callback: &str, wanted: &PathSegment) -> String {
    let wanted = wanted.ident.to_string();
    match also_at(callback, &wanted) {
        ["Passive"] => format!("`{wanted}`, at `Passive` if its queue is `.passive()`"),
        [other] => format!("`{wanted}` or `{other}`"),
        _ => format!("`{wanted}`"),
    }
}

/// Where what needs this level is done.
fn elsewhere(level: &syn::Ident) -> &'static str {
    if level == "Passive" || level == "Work" {
        "; what needs PASSIVE_LEVEL is done in a work item, `#[evt_work_item]`"
    } else {
        ""
    }
}

/// Which attribute is for requests of this kind, where that is the mistake.
fn taker(callback: &str, kind: &syn::Ident) -> String {
    let presenting =
        ["evt_io_read", "evt_io_write", "evt_io_device_control", "evt_io_internal_device_control", "evt_io_default"];
    let kinds = ["Read", "Write", "DeviceControl", "InternalDeviceControl", "Any"];
    let taker = kinds.iter().position(|name| kind == name).filter(|_| presenting.contains(&callback));
    taker.map_or_else(String::new, |at| format!("; one of the kind `{kind}` to `#[{}]`", presenting[at]))
}

/// The last word of a type's path, references taken off.
fn last(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Reference(reference) => last(&reference.elem),
        Type::Paren(inner) => last(&inner.elem),
        Type::Group(inner) => last(&inner.elem),
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The types among the generic arguments.
fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
