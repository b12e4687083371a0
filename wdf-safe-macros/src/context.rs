//! `#[object_context]`.
//!
//! *Where it stands.* One macro: parse, check, expand.
//!
//! *Key types.* [`Arguments`].
//!
//! *Wraps.* `WDF_DECLARE_CONTEXT_TYPE`. Emitted are the struct as it was; its initialiser, a struct with the same
//! fields; the static by whose address the framework knows the type; the code that makes each field in place; and what keeps
//! the struct from having a destructor of its own, in which it would reach objects that are gone.

use crate::diagnostics::{Errors, Reported};
use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::ffi::CString;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Field, Fields, Ident, ItemStruct, Token, Type};

/// `requests = Type`, or nothing.
struct Arguments {
    requests: Option<Type>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Self { requests: None });
        }
        let name: Ident = input.parse()?;
        if name != "requests" {
            return Err(syn::Error::new(
                name.span(),
                "`#[object_context]` takes one argument, `requests = Type`: the context of the device's requests",
            ));
        }
        let _: Token![=] = input.parse()?;
        let requests = input.parse()?;
        let _: Option<Token![,]> = input.parse()?;
        Ok(Self { requests: Some(requests) })
    }
}

/// The struct, its initialiser, and what makes it a context.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match parse(arguments, &item) {
        Ok((arguments, structure)) => emit(&arguments, &structure),
        Err(reported) => reported.with_stub(item),
    }
}

fn parse(arguments: TokenStream, item: &TokenStream) -> Result<(Arguments, ItemStruct), Reported> {
    let mut errors = Errors::default();
    let arguments = syn::parse2(arguments).unwrap_or_else(|error| {
        errors.push(error);
        Arguments { requests: None }
    });
    let structure: ItemStruct = match syn::parse2(item.clone()) {
        Ok(structure) => structure,
        Err(_) => {
            return Err(Reported::one(syn::Error::new_spanned(
                item,
                "an object context is a struct: its fields are made one by one, in place",
            )));
        }
    };
    if !structure.generics.params.is_empty() {
        errors.at(
            &structure.generics,
            "an object context cannot be generic: the framework knows a context type by the address of one static",
        );
    }
    if let Fields::Unnamed(fields) = &structure.fields {
        errors.at(fields, "name the fields of an object context: its initialiser has fields of the same names");
    }
    for field in &structure.fields {
        for attribute in field.attrs.iter().filter(|attribute| is_conditional(attribute)) {
            errors.at(attribute, "a field of an object context cannot be conditional");
        }
    }
    errors.finish().map(|()| (arguments, structure))
}

fn is_conditional(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
}

fn emit(arguments: &Arguments, structure: &ItemStruct) -> TokenStream {
    let (name, visibility) = (&structure.ident, &structure.vis);
    let init = format_ident!("{}Init", name.unraw(), span = name.span());
    let requests = arguments.requests.as_ref().map_or_else(|| quote!(()), ToTokens::to_token_stream);
    let identity = Literal::c_string(&CString::new(name.unraw().to_string()).unwrap_or_default());

    let fields: Vec<FieldParts> = structure.fields.iter().filter_map(FieldParts::of).collect();
    let parameters = fields.iter().map(|field| &field.parameter).collect::<Vec<_>>();
    let bounded = fields.iter().map(FieldParts::bounded).collect::<Vec<_>>();
    let (declared, holding, placed, kept, aligned) = (
        fields.iter().map(FieldParts::declared),
        fields.iter().map(FieldParts::holding),
        fields.iter().map(FieldParts::placed),
        fields.iter().map(FieldParts::kept),
        fields.iter().map(|field| field.aligned(name)),
    );
    let doc = format!("The initialiser of [`{}`]: how each of its fields is made.", name.unraw());

    quote! {
        #structure

        #[doc = #doc]
        #[derive(Debug)]
        #[must_use = "give it to the call that creates the object"]
        #visibility struct #init<#(#parameters),*> {
            #(#declared)*
        }

        const _: () = {
            static TYPE: ::wdf_safe::__private::TypeInfo =
                unsafe { ::wdf_safe::__private::TypeInfo::new::<#name>(#identity, &raw const TYPE) };

            unsafe impl ::wdf_safe::__private::ObjectContext for #name {
                type Requests = #requests;

                fn type_info() -> &'static ::wdf_safe::__private::TypeInfo {
                    &TYPE
                }
            }

            impl ::wdf_safe::__private::DroppedByItsFields for #name {}

            impl<#(#bounded),*> ::wdf_safe::__private::ContextInit<#name> for #init<#(#parameters),*> {}

            unsafe impl<#(#bounded),*> ::wdf_safe::__private::Init<#name> for #init<#(#parameters),*> {
                const HOLDS_REQUESTS: bool = false #(| #holding)*;

                unsafe fn init(
                    self,
                    place: *mut #name,
                    owner: ::wdf_safe::__private::WDFOBJECT,
                ) -> ::wdf_safe::__private::Result<()> {
                    let _ = (place, owner);
                    #(#placed)*
                    #(#kept)*
                    ::core::result::Result::Ok(())
                }
            }

            #(#aligned)*
        };
    }
}

/// What is emitted for one field.
struct FieldParts<'a> {
    field: &'a Field,
    name: &'a Ident,
    /// The type parameter of the initialiser that stands for how this field is made.
    parameter: Ident,
    /// The field while its neighbours are made.
    local: Ident,
}

impl<'a> FieldParts<'a> {
    fn of(field: &'a Field) -> Option<Self> {
        let name = field.ident.as_ref()?;
        let plain = name.unraw().to_string();
        Some(Self {
            field,
            name,
            parameter: format_ident!("__{}", camel_case(&plain), span = Span::mixed_site()),
            local: format_ident!("__{plain}", span = Span::mixed_site()),
        })
    }

    fn bounded(&self) -> TokenStream {
        let (parameter, ty) = (&self.parameter, &self.field.ty);
        quote_spanned! { ty.span() => #parameter: ::wdf_safe::__private::Init<#ty> }
    }

    fn declared(&self) -> TokenStream {
        let (visibility, name, parameter) = (&self.field.vis, self.name, &self.parameter);
        let doc = format!("How `{}` is made.", name.unraw());
        quote! { #[doc = #doc] #visibility #name: #parameter, }
    }

    fn holding(&self) -> TokenStream {
        let (parameter, ty) = (&self.parameter, &self.field.ty);
        quote! { <#parameter as ::wdf_safe::__private::Init<#ty>>::HOLDS_REQUESTS }
    }

    fn placed(&self) -> TokenStream {
        let (local, name) = (&self.local, self.name);
        quote! {
            let #local = unsafe {
                ::wdf_safe::__private::Placed::new(self.#name, &raw mut (*place).#name, owner)
            }?;
        }
    }

    fn kept(&self) -> TokenStream {
        let local = &self.local;
        quote! { #local.keep(); }
    }

    /// A field that is made in place must lie aligned, which a packed struct would not grant.
    fn aligned(&self, structure: &Ident) -> TokenStream {
        let (name, ty) = (self.name, &self.field.ty);
        quote! {
            const _: () = ::core::assert!(
                ::core::mem::align_of::<#structure>() >= ::core::mem::align_of::<#ty>()
                    && ::core::mem::offset_of!(#structure, #name) % ::core::mem::align_of::<#ty>() == 0,
                "an object context cannot be packed"
            );
        }
    }
}

/// `stored_bytes` → `StoredBytes`.
fn camel_case(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<Vec<_>>()
        })
        .collect()
}
