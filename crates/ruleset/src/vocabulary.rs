//! The words of conditions with a line on each, for listings.

use falconet_condition::ast::{Operator, Transformer};

/// Every operator and what it asks, in the order in which the parser tries them.
pub fn operators() -> impl Iterator<Item = (&'static str, &'static str)> {
    Operator::ALL
        .iter()
        .map(|&operator| (operator.word(), operator_line(operator)))
}

/// Every transformer and what it yields.
pub fn transformers() -> impl Iterator<Item = (&'static str, &'static str)> {
    Transformer::ALL
        .iter()
        .map(|&name| (name.word(), transformer_line(name)))
}

const fn operator_line(operator: Operator) -> &'static str {
    match operator {
        Operator::Exists => "the field has a value; an empty string is one",
        Operator::LessOrEqual => "number, or text by its bytes, not greater",
        Operator::Less => "number, or text by its bytes, smaller",
        Operator::GreaterOrEqual => "number, or text by its bytes, not smaller",
        Operator::Greater => "number, or text by its bytes, greater",
        Operator::DoubleEqual => "the same as `=`",
        Operator::Equal => "equal; false where the field has no value",
        Operator::NotEqual => "present and not equal",
        Operator::Glob => "the whole text fits a shell pattern; `*` also crosses `/`",
        Operator::IGlob => "glob without regard to the case of ASCII letters",
        Operator::Contains => "text with that part",
        Operator::IContains => "contains without regard to the case of ASCII letters",
        Operator::BContains => "bytes with that part, given in hex; for no field of a plugin",
        Operator::StartsWith => "text with that beginning",
        Operator::BStartsWith => {
            "bytes with that beginning, given in hex; for no field of a plugin"
        }
        Operator::EndsWith => "text with that end",
        Operator::Regex => "the whole text matches a POSIX RE2 pattern",
        Operator::Intersects => "some value of the field is in the list",
        Operator::In => "every value of the field is in the list",
        Operator::PMatch => {
            "some path of the list is a prefix of the value, component by component"
        }
    }
}

const fn transformer_line(name: Transformer) -> &'static str {
    match name {
        Transformer::Val => "the field itself, on a right-hand side",
        Transformer::ToLower => "ASCII letters in lower case",
        Transformer::ToUpper => "ASCII letters in upper case",
        Transformer::B64 => "Base64 decoded; absent if it is not strict Base64",
        Transformer::Basename => "the text behind the last `/`",
        Transformer::Len => "bytes of a text, elements of a list",
        Transformer::Join => "the elements of a list with a separator: `join(\",\", list)`",
        Transformer::Concat => "texts one behind the other: `concat(a, b)`",
        Transformer::GetOpt => "options of a command line: `getopt(list, \"n:v\")[n]`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_language_is_listed_once() {
        let names: Vec<_> = operators()
            .chain(transformers())
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names.len(), Operator::ALL.len() + Transformer::ALL.len());
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
