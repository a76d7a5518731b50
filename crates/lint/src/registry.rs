//! Every lint there is.

use crate::falco::WARNINGS;
use crate::lint::Lint;
use crate::lints;

/// Every lint, by its code.
pub static ALL: &[Lint] = &[
    lints::unknown_field::LINT,
    lints::never_holds::LINT,
    lints::allow_without_reason::LINT,
    lints::allow_unknown::LINT,
    lints::allow_unused::LINT,
    lints::never_true::LINT,
    lints::always_true::LINT,
    lints::dead_part::LINT,
    lints::redundant_part::LINT,
    lints::shadowed_rule::LINT,
    lints::any_value::LINT,
    lints::text_order::LINT,
    lints::or_chain::LINT,
    lints::single_value::LINT,
    lints::duplicate_item::LINT,
    lints::plain_regex::LINT,
    lints::plain_glob::LINT,
    lints::double_negation::LINT,
    lints::mixed_operators::LINT,
    lints::redefined::LINT,
    lints::colliding_name::LINT,
    lints::list_in_text::LINT,
    lints::list_not_expanded::LINT,
    lints::unknown_list::LINT,
    lints::exception_without_values::LINT,
    lints::idle_exception::LINT,
    lints::repeated_exception::LINT,
    lints::used_by_nothing::LINT,
    lints::appended_and::LINT,
    lints::duplicate_key::LINT,
    lints::event_name::LINT,
    lints::event_source::LINT,
    lints::event_value::LINT,
    lints::never_carried::LINT,
    lints::outcome::LINT,
    lints::output_context::LINT,
    lints::technique_missing::LINT,
    lints::technique_retired::LINT,
];

/// The lint, or the warning of Falco, of that code or name.
pub fn find(code_or_name: &str) -> Option<&'static Lint> {
    let mut all = ALL.iter().chain(WARNINGS);
    all.find(|lint| lint.is_called(code_or_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_names_are_there_once() {
        assert!(ALL.is_sorted_by(|one, other| one.code < other.code));
        let names = ALL.iter().chain(WARNINGS).map(|lint| lint.name);
        let names: std::collections::BTreeSet<_> = names.collect();
        assert_eq!(names.len(), ALL.len() + WARNINGS.len());
        assert!(!names.contains(crate::Levels::EVERY));
    }

    #[test]
    fn codes_and_names_have_their_form() {
        for lint in ALL {
            let digits = lint.code.strip_prefix("FN").unwrap();
            assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()));
            let is_word = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
            assert!(lint.name.bytes().all(is_word), "{}", lint.name);
            assert!(!lint.summary.ends_with('.'), "{}", lint.code);
        }
    }
}
