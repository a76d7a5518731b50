//! Which fields a source has, as far as it is known.
//!
//! Falco's `syscall` source has thousands of fields that only the kernel's events carry. No such event ever comes
//! here, so rules of a silent source without a plugin are parsed, named and listed, but not typed: any field is taken
//! for one of the source's own, unless another source is known to provide it. Such rules never match.

use falconet_condition::ast::{Check, Expr, ExprKind, Field, Operand, Right};
use falconet_condition::{ParseLimits, Span, parse_operand_prefix};
use falconet_event::catalogue::{Catalogue, FieldError, Source, SourceKind};

/// What is known of a source's fields.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fields<'c> {
    /// All of them.
    Known(&'c Source),
    /// Only which ones it does not have.
    Unknown(ForeignFields<'c>),
}

impl<'c> Fields<'c> {
    /// The fields of the source of that name; nothing if there is no such source.
    pub(crate) fn of(catalogue: &'c Catalogue, name: &str) -> Option<Self> {
        let source = catalogue.get(catalogue.source(name)?)?;
        let is_unknown = source.kind == SourceKind::Silent
            && !source.providers.iter().any(|provider| provider.is_plugin);
        Some(if is_unknown {
            Self::Unknown(ForeignFields {
                catalogue,
                own: source,
            })
        } else {
            Self::Known(source)
        })
    }
}

impl<'c> Fields<'c> {
    /// The source whose fields they are.
    pub(crate) const fn source(self) -> &'c Source {
        match self {
            Self::Known(source) => source,
            Self::Unknown(foreign) => foreign.own,
        }
    }

    /// The names of the fields that the source suggests for outputs.
    pub(crate) fn suggested(&self) -> impl Iterator<Item = &str> {
        let specs = self
            .source()
            .providers
            .iter()
            .flat_map(|provider| &provider.fields);
        specs
            .filter(|spec| spec.is_suggested())
            .map(|spec| spec.name.as_ref())
    }
}

/// The fields that other sources provide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ForeignFields<'c> {
    catalogue: &'c Catalogue,
    own: &'c Source,
}

impl ForeignFields<'_> {
    /// Whether a field is another source's, and not one of its own as well.
    pub(crate) fn has(self, field: &str) -> bool {
        let is_field_of = |source: &Source| {
            !matches!(
                source.resolve(field.as_bytes()),
                Err(FieldError::Nonexistent { .. })
            )
        };
        !is_field_of(self.own) && self.catalogue.sources.iter().any(is_field_of)
    }

    /// The first field of another source in a condition.
    pub(crate) fn in_condition(self, expr: &Expr) -> Option<(&Field, String)> {
        match &expr.kind {
            ExprKind::And(children) | ExprKind::Or(children) => {
                children.iter().find_map(|child| self.in_condition(child))
            }
            ExprKind::Not(child) => self.in_condition(child),
            ExprKind::Macro(_) => None,
            ExprKind::Check(check) => self.in_check(check),
        }
    }

    fn in_check(self, check: &Check) -> Option<(&Field, String)> {
        let right = match &check.right {
            Right::Operand(operand) => Some(operand),
            _ => None,
        };
        std::iter::once(&check.left)
            .chain(right)
            .find_map(|operand| self.in_operand(operand))
    }

    fn in_operand(self, operand: &Operand) -> Option<(&Field, String)> {
        match operand {
            Operand::Field(field) => {
                Some((field, written(field))).filter(|(_, text)| self.has(text))
            }
            Operand::Transform(transform) => transform
                .arguments
                .iter()
                .find_map(|argument| self.in_operand(argument)),
            Operand::List(operands, _) => {
                operands.iter().find_map(|operand| self.in_operand(operand))
            }
            Operand::Literal(_) => None,
        }
    }

    /// The first field of another source in an output text.
    pub(crate) fn in_output(self, output: &str) -> Option<Span> {
        output.match_indices('%').find_map(|(percent, _)| {
            let token = output.get(percent + 1..)?;
            let token = token.trim_start_matches(|character: char| character.is_ascii_digit());
            let token = token.split('%').next()?;
            let (operand, length) = parse_operand_prefix(token, ParseLimits::default()).ok()?;
            self.in_operand(&operand)?;
            let start = output.get(percent..)?.find(token)? + percent;
            Some(Span::new(start, start + length))
        })
    }
}

fn written(field: &Field) -> String {
    match &field.argument {
        Some(argument) => format!("{}[{}]", field.name, String::from_utf8_lossy(argument)),
        None => field.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::parse;

    use super::*;

    fn is_foreign(condition: &str) -> bool {
        let catalogue = Catalogue::builtin();
        let Some(Fields::Unknown(foreign)) = Fields::of(&catalogue, "syscall") else {
            panic!("syscall is silent and has no plugin");
        };
        foreign
            .in_condition(&parse(condition, ParseLimits::default()).unwrap())
            .is_some()
    }

    #[test]
    fn fields_that_no_source_is_known_to_have_are_taken_for_its_own() {
        assert!(!is_foreign("proc.name = x and not evt.num > 0"));
    }

    #[test]
    fn fields_of_other_sources_are_found_wherever_they_stand() {
        for condition in [
            "ct.name = x",
            "proc.name = val(ct.name)",
            "not (a.b exists or tolower(ct.name) = x)",
            "json.value[/a] exists",
        ] {
            assert!(is_foreign(condition), "{condition}");
        }
    }

    #[test]
    fn fields_of_other_sources_are_found_in_outputs() {
        let catalogue = Catalogue::builtin();
        let Some(Fields::Unknown(foreign)) = Fields::of(&catalogue, "syscall") else {
            panic!("syscall is silent and has no plugin");
        };
        let output = "a %evt.num b %5ct.name";
        let span = foreign.in_output(output).unwrap();
        assert_eq!(output.get(span.start..span.end), Some("ct.name"));
        assert_eq!(foreign.in_output("%proc.name %evt.time ct.name"), None);
    }

    #[test]
    fn sources_with_a_plugin_are_known() {
        let catalogue = Catalogue::builtin();
        assert!(matches!(
            Fields::of(&catalogue, "aws_cloudtrail"),
            Some(Fields::Known(_))
        ));
        assert!(Fields::of(&catalogue, "nope").is_none());
    }
}
