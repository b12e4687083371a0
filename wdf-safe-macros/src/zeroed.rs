//! `#[request_context]` and `#[derive(Zeroable)]`.
//!
//! *Where it stands.* Two macros of one shape: parse, check, expand.
//!
//! *Key types.* None.
//!
//! *Wraps.* `WdfDeviceInitSetRequestAttributes`. The framework makes request contexts, zeroed, without telling the
//! driver, so each field must be valid when zeroed.

use crate::diagnostics::{Errors, Reported};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ItemStruct;
use syn::spanned::Spanned;

/// The struct as it was, and what makes it a request context.
pub(crate) fn request_context(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    errors.no_arguments("request_context", &arguments);
    match parse("a request context", errors, &item) {
        Ok(structure) => {
            let (name, zeroable) = (&structure.ident, zeroable(&structure));
            quote! {
                #structure

                #zeroable

                const _: () = {
                    unsafe impl ::wdf_safe::__private::RequestContext for #name {}
                };
            }
        }
        Err(reported) => reported.with_stub(item),
    }
}

/// What makes the struct valid when zeroed.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    match parse("what is `Zeroable`", Errors::default(), &item) {
        Ok(structure) => zeroable(&structure),
        Err(reported) => reported.with_stub(TokenStream::new()),
    }
}

fn parse(what: &str, mut errors: Errors, item: &TokenStream) -> Result<ItemStruct, Reported> {
    let structure: ItemStruct = match syn::parse2(item.clone()) {
        Ok(structure) => structure,
        Err(_) => {
            return Err(Reported::one(syn::Error::new_spanned(
                item,
                format_args!("{what} is a struct: each of its fields must be valid when zeroed"),
            )));
        }
    };
    if !structure.generics.params.is_empty() {
        errors.at(&structure.generics, format_args!("{what} cannot be generic"));
    }
    errors.finish().map(|()| structure)
}

fn zeroable(structure: &ItemStruct) -> TokenStream {
    let name = &structure.ident;
    let fields = structure.fields.iter().map(|field| {
        let ty = &field.ty;
        quote_spanned! { ty.span() => ::wdf_safe::__private::check::zeroable::<#ty>(); }
    });
    quote! {
        const _: () = {
            #(#fields)*

            unsafe impl ::wdf_safe::__private::Zeroable for #name {}
        };
    }
}
