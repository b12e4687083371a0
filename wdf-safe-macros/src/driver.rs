//! `#[driver_entry]`.
//!
//! *Where it stands.* A callback like the others ([`handlers`]), and the driver's image besides.
//!
//! *Key types.* None.
//!
//! *Wraps.* `DriverEntry`. Whether the image is an exported symbol or a value is decided in wdf-safe, by one of two
//! declarative macros of one name: no `cfg` is emitted into the driver's crate.

use crate::handlers::{self, DRIVER_ENTRY};
use proc_macro2::TokenStream;
use quote::quote;

/// The function as it was, held to its signature, and the image.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match handlers::parse(&DRIVER_ENTRY, arguments, &item) {
        Ok(function) => {
            let check = handlers::check_constant(&DRIVER_ENTRY, &function);
            let name = &function.sig.ident;
            quote! {
                #function
                #check
                ::wdf_safe::__private::driver_image! { pub #name }
            }
        }
        Err(reported) => reported.with_stub(item),
    }
}
