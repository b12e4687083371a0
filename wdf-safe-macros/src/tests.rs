//! Expansions as they should be, in `tests/expected/`, and the messages of the checks.
//!
//! *Where it stands.* Beside the macros, which a test outside the crate cannot call.
//!
//! *Key types.* None. `UPDATE_EXPECT=1 cargo test -p wdf-safe-macros` rewrites the expected files.
//!
//! *Wraps.* Nothing.

use crate::{callbacks, context, driver, handlers, zeroed};
use proc_macro2::TokenStream;
use quote::quote;
use std::path::Path;

/// Compares an expansion, formatted, with `tests/expected/<name>.rs`.
fn expect(name: &str, expansion: TokenStream) {
    let file = syn::parse2(expansion).expect("the expansion parses");
    let found = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected").join(name).with_extension("rs");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &found).expect("the expected file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(found, expected, "the expansion of {name} has changed; UPDATE_EXPECT=1 accepts it");
}

/// The messages of an expansion's errors, in order.
fn errors(expansion: TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(expansion).expect("the expansion parses");
    file.items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
                item.mac.parse_body::<syn::LitStr>().ok().map(|message| message.value())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_driver_entry_is_checked_and_becomes_an_image() {
    let item = quote! {
        fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
            DriverConfig::new(device_add).create(cx, driver, ())
        }
    };
    expect("driver_entry", driver::expand(TokenStream::new(), item));
}

#[test]
fn a_driver_chooses_the_bug_check_of_its_panics() {
    let item =
        quote! { fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {} };
    let chosen = driver::expand(quote!(panic = 0xE0), item.clone()).to_string();
    assert!(chosen.ends_with("driver_image ! { pub driver_entry , panic = 0xE0 }"), "{chosen}");
    let message = "`#[driver_entry]` takes `panic = CODE`, the bug check code of a panic, or nothing";
    assert_eq!(errors(driver::expand(quote!(unload), item.clone())), [message]);
    assert_eq!(errors(driver::expand(quote!(panic = "E0"), item.clone())), ["expected integer literal"]);
    assert_eq!(errors(driver::expand(quote!(panic = 0x1_0000_0000), item)), ["number too large to fit in target type"]);
}

#[test]
fn a_callback_stays_as_it_was_and_is_checked() {
    let item = quote! {
        pub(crate) fn read<'id>(
            cx: &mut Cx<'_, Dispatch>,
            _queue: &Queue<Echo>,
            request: Request<'id, Owned, Read>,
        ) -> Handled<'id> {
            request.complete(cx, NtStatus::SUCCESS)
        }
    };
    expect("evt_io_read", handlers::expand(&callbacks::IO_READ, TokenStream::new(), item));
}

#[test]
fn an_object_context_gets_an_initialiser_and_an_identity() {
    let item = quote! {
        /// What belongs to the queue.
        pub(crate) struct Echo {
            /// A read that waits.
            pub waiting: CancelSlot<Read>,
            r#type: u32,
        }
    };
    expect("object_context", context::expand(quote!(requests = Tracking), item));
}

#[test]
fn an_object_context_may_be_empty() {
    expect("object_context_unit", context::expand(TokenStream::new(), quote! { struct Nothing; }));
}

#[test]
fn a_request_context_is_valid_when_zeroed() {
    let item = quote! {
        struct Tracking {
            attempts: u32,
        }
    };
    expect("request_context", zeroed::request_context(TokenStream::new(), item));
}

#[test]
fn every_mistake_in_a_callback_is_reported_once() {
    let item = quote! {
        async unsafe extern "C" fn read<T>(cx: &Cx<'_, Dispatch>, queue: Queue<T>, request: Request<'_, Owned, Read>) {}
    };
    let found = errors(handlers::expand(&callbacks::IO_READ, quote!(now), item));
    assert_eq!(
        found,
        [
            "`#[evt_io_read]` takes no arguments",
            "a callback cannot be async: the framework waits for nothing",
            "a callback is a safe function: its trampoline keeps what the framework promises",
            "no ABI: a callback is a plain function, `fn(cx: &mut Cx<'_, Dispatch>, queue: &Queue<T>, request: \
             Request<'id, Owned, Read>) -> Handled<'id>`; its trampoline has the ABI",
            "a callback has no generic parameters but lifetimes: fn(cx: &mut Cx<'_, Dispatch>, queue: &Queue<T>, \
             request: Request<'id, Owned, Read>) -> Handled<'id>",
            "this parameter is `cx: &mut Cx<'_, Dispatch>`",
            "this parameter is `queue: &Queue<T>`",
            "`#[evt_io_read]` must return `Handled<'id>`, the proof that the request was disposed of",
        ]
    );
}

#[test]
fn every_mistake_in_a_context_is_reported_once() {
    let generic = quote! { struct Echo<T>(#[cfg(debug_assertions)] T); };
    assert_eq!(
        errors(context::expand(quote!(nothing), generic)),
        [
            "`#[object_context]` takes one argument, `requests = Type`: the context of the device's requests",
            "an object context cannot be generic: the framework knows a context type by the address of one static",
            "name the fields of an object context: its initialiser has fields of the same names",
            "a field of an object context cannot be conditional",
        ]
    );
    assert_eq!(
        errors(context::expand(TokenStream::new(), quote! { enum Echo { One } })),
        ["an object context is a struct: its fields are made one by one, in place"]
    );
}

#[test]
fn a_word_of_another_callback_is_named_with_the_attribute_for_it() {
    let said = |callback, parameters: TokenStream| {
        let item = quote! { fn handler<'id>(#parameters) -> Handled<'id> {} };
        errors(handlers::expand(callback, TokenStream::new(), item)).join("; ")
    };
    let read = |cx: TokenStream, object: TokenStream, request: TokenStream| {
        said(&callbacks::IO_READ, quote! { cx: &mut #cx, object: &#object, request: #request })
    };
    let (cx, queue) = (quote!(Cx<'_, Dispatch>), quote!(Queue<()>));
    assert_eq!(
        read(cx.clone(), queue.clone(), quote!(Request<'id, Owned, Write>)),
        "`#[evt_io_read]` is given a request of the kind `Read`; one of the kind `Write` to `#[evt_io_write]`"
    );
    assert_eq!(
        read(cx.clone(), queue.clone(), quote!(wdf_safe::request::Request<'id, MustComplete, Read>)),
        "`#[evt_io_read]` is given a request that is `Owned`"
    );
    assert_eq!(
        read(cx.clone(), quote!(Device), quote!(Request<'id, Owned, Read>)),
        "this parameter is `queue: &Queue<T>`"
    );
    assert_eq!(
        read(quote!(Cx<'_, Dirql>), queue.clone(), quote!(Request<'id, Owned, Read>)),
        "`#[evt_io_read]` is called at `Dispatch`, at `Passive` if its queue is `.passive()`"
    );
    // At another level, and by the driver's own names: rustc decides.
    assert_eq!(read(quote!(Cx<'_, Passive>), queue.clone(), quote!(Request<'id, Owned, Read<Note>>)), "");
    assert_eq!(read(quote!(Cx<'_, Level>), quote!(MyQueue), quote!(MyRead<'id>)), "");
}

#[test]
fn a_level_that_is_too_low_is_named_with_where_its_work_is_done() {
    let tick = quote! { fn tick(_cx: &mut Cx<'_, Passive>, _timer: &Timer<Device>) {} };
    assert_eq!(
        errors(handlers::expand(&callbacks::TIMER, TokenStream::new(), tick)),
        ["`#[evt_timer]` is called at `Dispatch`; what needs PASSIVE_LEVEL is done in a work item, `#[evt_work_item]`"]
    );
}
