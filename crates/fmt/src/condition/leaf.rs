//! Checks and macros: the words of a condition that nothing joins.

use falconet_condition::Span;
use falconet_condition::ast::{Check, Modifier, Operand, Right, Transform};

/// A check, a macro's name: what is written on one line, and a list that may be wrapped.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Everything up to the list, or everything.
    pub(super) text: String,
    /// The items of the list.
    pub(super) items: Option<Vec<String>>,
}

impl Leaf {
    /// A macro's name.
    pub(super) fn of_macro(name: &str) -> Self {
        Self {
            text: name.to_owned(),
            items: None,
        }
    }

    pub(super) fn of_check(check: &Check, text: &str) -> Self {
        let writer = Writer { text };
        let mut out = String::new();
        writer.operand(&check.left, &mut out);
        let modifier = check.modifier.map(Modifier::word);
        for word in std::iter::once(check.operator.word()).chain(modifier) {
            out.push(' ');
            out.push_str(word);
        }
        let items = writer.right(&check.right, &mut out);
        Self { text: out, items }
    }

    /// On one line.
    pub(super) fn flat(&self) -> String {
        match &self.items {
            Some(items) => format!("{} ({})", self.text, items.join(", ")),
            None => self.text.clone(),
        }
    }
}

/// Writes operands as they were written, but for blanks.
struct Writer<'t> {
    text: &'t str,
}

impl<'t> Writer<'t> {
    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Writes what is no list; a list's items are for the caller.
    fn right(&self, right: &Right, out: &mut String) -> Option<Vec<String>> {
        match right {
            Right::Nothing => {}
            Right::Value(value) => {
                out.push(' ');
                out.push_str(self.slice(value.span));
            }
            Right::Operand(operand) => {
                out.push(' ');
                self.operand(operand, out);
            }
            Right::List(values) => {
                let slices = values.iter().map(|value| self.slice(value.span).to_owned());
                return Some(slices.collect());
            }
        }
        None
    }

    fn operand(&self, operand: &Operand, out: &mut String) {
        match operand {
            Operand::Field(field) => out.push_str(self.slice(field.span)),
            Operand::Literal(literal) => out.push_str(self.slice(literal.span)),
            Operand::List(items, _) => self.parenthesised(items, out),
            Operand::Transform(transform) => self.transform(transform, out),
        }
    }

    fn parenthesised(&self, operands: &[Operand], out: &mut String) {
        out.push('(');
        for (index, operand) in operands.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { ", " });
            self.operand(operand, out);
        }
        out.push(')');
    }

    fn transform(&self, transform: &Transform, out: &mut String) {
        out.push_str(transform.name.word());
        self.parenthesised(&transform.arguments, out);
        out.push_str(self.selector(transform));
    }

    /// What stands in brackets behind a transformer, brackets included.
    fn selector(&self, transform: &Transform) -> &'t str {
        let last = transform
            .arguments
            .last()
            .map_or(transform.span.start, |last| last.span().end);
        let rest = self.slice(Span::new(last, transform.span.end));
        rest.split_once(')').map_or("", |(_, selector)| selector)
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::ast::ExprKind;
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    fn flat(text: &str) -> String {
        match parse(text, ParseLimits::default()).unwrap().kind {
            ExprKind::Check(check) => Leaf::of_check(&check, text).flat(),
            other => panic!("{other:?} is no check"),
        }
    }

    #[test]
    fn operators_get_blanks_and_commas_one() {
        assert_eq!(flat("a.b=c"), "a.b = c");
        assert_eq!(flat("a.b in( 'c d' ,e)"), "a.b in ('c d', e)");
        assert_eq!(flat("a.b contains\n anyof\t(c)"), "a.b contains anyof (c)");
        assert_eq!(flat("a.b  exists"), "a.b exists");
    }

    #[test]
    fn transformers_keep_their_selectors_and_lose_blanks() {
        assert_eq!(
            flat(
                "getopt( a.b ,\"n:\" )[n]=val( c.d[x y] )"
                    .replace("x y", "xy")
                    .as_str()
            ),
            "getopt(a.b, \"n:\")[n] = val(c.d[xy])"
        );
        assert_eq!(
            flat("join(',',(a.b,tolower( c.d )))=e"),
            "join(',', (a.b, tolower(c.d))) = e"
        );
    }

    #[test]
    fn arguments_in_brackets_stay_as_they_are() {
        assert_eq!(flat("json.value[/a(=,b)]=c"), "json.value[/a(=,b)] = c");
        assert_eq!(flat("a.b[\"k  [1]\"] exists"), "a.b[\"k  [1]\"] exists");
    }
}
