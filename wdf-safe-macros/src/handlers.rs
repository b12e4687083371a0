//! The callback attributes: `#[evt_io_read]` and its kin.
//!
//! *Where it stands.* One macro for all; a callback is described by a [`Callback`] (`callbacks.rs`), what its parameters
//! say of it is looked at in `words.rs`.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* The callback pages of WDF. What is emitted is the function as it was, and a constant that holds it to its
//! signature where it stands; the trampoline is a generic function of wdf-safe.

use crate::callbacks::{Callback, Taken};
use crate::diagnostics::{Errors, Reported};
use crate::words;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{FnArg, GenericParam, ItemFn, ReturnType, Type};

/// The function as it was, held to its signature.
pub(crate) fn expand(callback: &Callback, arguments: TokenStream, item: TokenStream) -> TokenStream {
    match parse(callback, arguments, &item) {
        Ok(function) => {
            let check = check_constant(callback, &function);
            quote! { #function #check }
        }
        // The function itself is its stub: it can be named as before.
        Err(reported) => reported.with_stub(item),
    }
}

/// The constant that asks rustc whether the function is such a callback.
pub(crate) fn check_constant(callback: &Callback, function: &ItemFn) -> TokenStream {
    // At the user's place, but of our making: rustc then offers no changes to what the user did not write.
    let place = Span::call_site().located_at(function.sig.ident.span());
    let check = Ident::new(callback.name, place);
    let mut name = function.sig.ident.clone();
    name.set_span(place);
    quote_spanned! { place => const _: () = ::wdf_safe::__private::check::#check({ #name }); }
}

/// The function, if its form is that of the callback. Types are left to rustc, which knows them.
pub(crate) fn parse(callback: &Callback, arguments: TokenStream, item: &TokenStream) -> Result<ItemFn, Reported> {
    let mut errors = Errors::default();
    errors.no_arguments(callback.name, &arguments);
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            return Err(Reported::one(syn::Error::new_spanned(
                item,
                format_args!("`#[{}]` belongs to a function: {callback}", callback.name),
            )));
        }
    };
    qualifiers(callback, &function, &mut errors);
    generics(callback, &function, &mut errors);
    parameters(callback, &function, &mut errors);
    returns(callback, &function, &mut errors);
    errors.finish().map(|()| function)
}

fn qualifiers(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    if let Some(asyncness) = &signature.asyncness {
        errors.at(asyncness, "a callback cannot be async: the framework waits for nothing");
    }
    if let syn::Safety::Unsafe(unsafety) = &signature.safety {
        errors.at(unsafety, "a callback is a safe function: its trampoline keeps what the framework promises");
    }
    if let Some(abi) = &signature.abi {
        errors
            .at(abi, format_args!("no ABI: a callback is a plain function, `{callback}`; its trampoline has the ABI"));
    }
}

fn generics(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    for parameter in &function.sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, format_args!("a callback has no generic parameters but lifetimes: {callback}"));
        }
    }
}

fn parameters(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    if let Some(receiver) = signature.receiver() {
        errors.at(receiver, format_args!("a callback is a free function: {callback}"));
        return;
    }
    let (found, expected) = (signature.inputs.len(), callback.parameters.len());
    if found != expected {
        let message =
            format_args!("`#[{}]` takes {expected} parameters, this function {found}: {callback}", callback.name);
        // At the first parameter too many, or at the name when some are missing.
        match signature.inputs.iter().nth(expected) {
            Some(surplus) => errors.at(surplus, message),
            None => errors.at(&signature.ident, message),
        }
        return;
    }
    for (parameter, (shown, taken)) in signature.inputs.iter().zip(callback.parameters) {
        let FnArg::Typed(parameter) = parameter else {
            continue;
        };
        let found = match &*parameter.ty {
            Type::Reference(reference) if reference.mutability.is_some() => Taken::Exclusively,
            Type::Reference(_) => Taken::Shared,
            _ => Taken::Whole,
        };
        if found != *taken {
            errors.at(&parameter.ty, format_args!("this parameter is `{shown}`"));
        } else {
            words::hold(callback, shown, &parameter.ty, errors);
        }
    }
}

fn returns(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    match (&signature.output, callback.returns) {
        (ReturnType::Default, Some((returns, proof))) => {
            errors.at(&signature.ident, format_args!("`#[{}]` must return `{returns}`, {proof}", callback.name))
        }
        (ReturnType::Type(_, found), None) => {
            errors.at(found, format_args!("`#[{}]` returns nothing", callback.name));
        }
        _ => {}
    }
}
