//! `#[driver_entry]`.
//!
//! *Where it stands.* A callback like the others ([`handlers`]), and the driver's image besides.
//!
//! *Key types.* None.
//!
//! *Wraps.* `DriverEntry`, and in a kernel image `KeBugCheckEx` for a panic. Whether the image is an exported symbol or a value,
//! and whose panic handler it has, is decided in wdf-safe, by declarative macros of one name: no `cfg` is emitted into the
//! driver's crate.

use crate::callbacks::DRIVER_ENTRY;
use crate::diagnostics::Errors;
use crate::handlers;
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitInt;
use syn::parse::Parser;

/// The function as it was, held to its signature, and the image.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let code = panic_code(arguments, &mut errors);
    let function = errors.finish().and_then(|()| handlers::parse(&DRIVER_ENTRY, TokenStream::new(), &item));
    match function {
        Ok(function) => {
            let check = handlers::check_constant(&DRIVER_ENTRY, &function);
            let name = &function.sig.ident;
            quote! {
                #function
                #check
                ::wdf_safe::__private::driver_image! { pub #name #code }
            }
        }
        Err(reported) => reported.with_stub(item),
    }
}

/// `panic = 0x…`: the bug check code of a panic, in the words of `driver_image!`.
fn panic_code(arguments: TokenStream, errors: &mut Errors) -> TokenStream {
    let mut code = None;
    let parser = syn::meta::parser(|meta| {
        if !meta.path.is_ident("panic") {
            return Err(meta.error("`#[driver_entry]` takes `panic = CODE`, the bug check code of a panic, or nothing"));
        }
        let literal: LitInt = meta.value()?.parse()?;
        literal.base10_parse::<u32>()?;
        code = Some(literal);
        Ok(())
    });
    if let Err(error) = parser.parse2(arguments) {
        errors.push(error);
    }
    match code {
        Some(code) => quote! { , panic = #code },
        None => TokenStream::new(),
    }
}
