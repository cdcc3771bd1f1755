//! The module that carries the attribute. Its body is never parsed: what stands in it is the user's.

use memory_budgets_validator::for_macros::catalogue;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;

use crate::args::{Problem, is_sign, span_of_first, stream};

pub(crate) struct Module {
    /// Attributes, visibility, `mod` and the name.
    head: Vec<TokenTree>,
    documented: bool,
    body: Group,
}

impl Module {
    pub(crate) fn parse(item: &TokenStream) -> Result<Module, Problem> {
        let mut head: Vec<TokenTree> = item.clone().into_iter().collect();
        let attributes = attributes(&head, false);
        let start = attributes.tokens;
        let span = span_of_first(&head[start..], Span::call_site());
        let mut keyword = start;
        while keyword < head.len() && is_visibility(&head[keyword]) {
            keyword += 1;
        }
        let mut body = None;
        if let [TokenTree::Ident(word), TokenTree::Ident(_), TokenTree::Group(group)] = &head[keyword..] {
            if word == "mod" && group.delimiter() == Delimiter::Brace {
                body = Some(group.clone());
                head.pop();
            }
        }
        match body {
            Some(_) if attributes.budgets => Err((span, Box::new(catalogue::repeated_attribute()))),
            Some(body) => Ok(Module { head, documented: attributes.documented, body }),
            None => Err((span, Box::new(catalogue::not_a_module()))),
        }
    }

    /// The module with `generated` after its own items; its inner attributes have to come first.
    pub(crate) fn with(self, generated: TokenStream) -> TokenStream {
        let mut body = self.body.stream();
        let own: Vec<TokenTree> = body.clone().into_iter().collect();
        let documented = self.documented || attributes(&own, true).documented;
        body.extend(generated);
        let mut group = Group::new(Delimiter::Brace, body);
        group.set_span(self.body.span());
        let mut module = TokenStream::new();
        if !documented {
            module.extend(quote!(#[doc = "The memory budgets in force: see [`CrateId`](self::CrateId)."]));
        }
        module.extend(stream(&self.head));
        module.extend(TokenStream::from(TokenTree::Group(group)));
        module
    }
}

/// `pub`, what may follow it in parentheses, and what a `$vis` of a macro comes to.
fn is_visibility(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => word == "pub",
        TokenTree::Group(group) => matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None),
        _ => false,
    }
}

struct Attributes {
    /// How many tokens they are.
    tokens: usize,
    /// Whether one of them is a `doc`.
    documented: bool,
    /// Whether one of them is this attribute, by its last name.
    budgets: bool,
}

/// The attributes that `tokens` begins with: `#[…]`, or `#![…]`.
fn attributes(tokens: &[TokenTree], inner: bool) -> Attributes {
    let mut attributes = Attributes { tokens: 0, documented: false, budgets: false };
    loop {
        let (group, marks) = match &tokens[attributes.tokens..] {
            [mark, TokenTree::Group(group), ..] if !inner && is_sign(mark, '#') => (group, 1),
            [mark, more, TokenTree::Group(group), ..] if inner && is_sign(mark, '#') && is_sign(more, '!') => {
                (group, 2)
            }
            _ => return attributes,
        };
        let mut names = Vec::new();
        for token in group.stream() {
            if !matches!(token, TokenTree::Ident(_) | TokenTree::Punct(_)) {
                break;
            }
            names.push(token.to_string());
        }
        attributes.documented |= names.first().is_some_and(|name| name == "doc");
        attributes.budgets |= names.last().is_some_and(|name| name == "memory_budgets");
        attributes.tokens += marks + 1;
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Module;

    fn attributed(item: &proc_macro2::TokenStream) -> String {
        let module = Module::parse(item);
        module.map_or_else(
            |(_, finding)| finding.kind.name().to_owned(),
            |module| {
                module
                    .with(quote!(
                        const A: u8 = 0;
                    ))
                    .to_string()
            },
        )
    }

    #[test]
    fn documentation_is_added_where_there_is_none() {
        let count = |item| attributed(&item).matches("doc =").count();
        assert_eq!(
            count(quote!(
                pub mod budgets {}
            )),
            1
        );
        assert_eq!(
            count(quote!(
                #[cfg(all())]
                #[allow(unused)]
                mod budgets {}
            )),
            1
        );
        assert_eq!(
            count(quote!(
                #[doc = "own"]
                #[cfg(all())]
                pub(crate) mod budgets {}
            )),
            1
        );
        assert_eq!(
            count(quote!(
                #[cfg(all())]
                #[doc = "own"]
                mod budgets {
                    #![doc = "more"]
                    const B: u8 = 0;
                }
            )),
            2
        );
        assert_eq!(
            count(quote!(
                mod budgets {
                    #![doc = "own"]
                    #![allow(unused)]
                }
            )),
            1
        );
        assert!(
            attributed(&quote!(
                #[doc = "own"]
                #[allow(unused)]
                mod budgets {}
            ))
            .starts_with("# [doc = \"own\"]")
        );
    }

    #[test]
    fn what_is_no_module_of_one_attribute() {
        for item in [
            quote!(
                #[memory_budgets]
                #[allow(unused)]
                mod budgets {}
            ),
            quote!(
                #[allow(unused)]
                #[a::memory_budgets(env = false)]
                mod budgets {}
            ),
        ] {
            assert_eq!(attributed(&item), "repeated-attribute");
        }
        for item in [
            quote!(
                mod budgets;
            ),
            quote!(
                struct Budgets {}
            ),
            quote!(
                pub fn budgets() {}
            ),
            quote!(
                unsafe mod a {}
            ),
            quote!(),
        ] {
            assert_eq!(attributed(&item), "not-a-module");
        }
    }
}
