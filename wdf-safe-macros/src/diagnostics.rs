//! Errors, collected: a check goes on after the first.
//!
//! *Where it stands.* Below every macro; imports nothing of ours.
//!
//! *Key types.* [`Errors`], the collector; [`Reported`], the proof that there was one.
//!
//! *Wraps.* `compile_error!`.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

/// The proof that a mistake was reported, with the errors to emit.
pub(crate) struct Reported(TokenStream);

impl Errors {
    /// Notes a mistake, at the user's tokens.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Notes an error that parsing found.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// The attribute takes no arguments.
    pub(crate) fn no_arguments(&mut self, attribute: &str, arguments: &TokenStream) {
        if !arguments.is_empty() {
            self.at(arguments, format_args!("`#[{attribute}]` takes no arguments"));
        }
    }

    /// `Err` when there was a mistake.
    pub(crate) fn finish(self) -> Result<(), Reported> {
        match self.0 {
            Some(error) => Err(Reported(error.into_compile_error())),
            None => Ok(()),
        }
    }
}

impl Reported {
    /// One mistake, and nothing else to be said.
    pub(crate) fn one(error: syn::Error) -> Self {
        Self(error.into_compile_error())
    }

    /// The errors, and what stands for the item, so that its uses do not become errors too.
    pub(crate) fn with_stub(self, stub: impl ToTokens) -> TokenStream {
        let mut tokens = self.0;
        stub.to_tokens(&mut tokens);
        tokens
    }
}
