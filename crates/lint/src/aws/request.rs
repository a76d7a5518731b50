//! Which member of a request a field reads.

use falconet_event::catalogue::{CloudTrailField, Extraction, FieldRef, Source};
use falconet_ruleset::typed::{Expression, ExpressionKind, Leaf, Test};

/// The key of a record's request.
const REQUEST: &str = "requestParameters";

/// Every plain field in an expression. The loader bounds how deep expressions nest.
pub(crate) fn fields<'e>(expression: &'e Expression, into: &mut Vec<&'e Expression>) {
    match &expression.kind {
        ExpressionKind::Field(_) => into.push(expression),
        ExpressionKind::Constant(_) => (),
        ExpressionKind::Transform { arguments, .. } | ExpressionKind::List(arguments) => {
            for argument in arguments {
                fields(argument, into);
            }
        }
    }
}

/// Every plain field in a test.
pub(crate) fn fields_of_test(leaf: &Leaf) -> Vec<&Expression> {
    let mut found = Vec::new();
    fields(&leaf.left, &mut found);
    if let Test::CompareExpression(_, right) = &leaf.test {
        fields(right, &mut found);
    }
    found
}

/// The member of `requestParameters` that a field reads, if it reads one.
pub(crate) fn request_member<'e>(source: &Source, expression: &'e Expression) -> Option<&'e str> {
    let ExpressionKind::Field(field) = &expression.kind else {
        return None;
    };
    match extraction(source, field)? {
        Extraction::Path([REQUEST, member, ..], _) => Some(member),
        Extraction::CloudTrail(CloudTrailField::S3Uri) => Some("bucketName"),
        Extraction::JsonPointer => member_of_pointer(&field.argument.as_ref()?.text),
        _ => None,
    }
}

fn extraction<'s>(source: &'s Source, field: &FieldRef) -> Option<&'s Extraction> {
    let provider = source.providers.get(field.provider)?;
    Some(&provider.fields.get(field.field)?.extraction)
}

fn member_of_pointer(pointer: &[u8]) -> Option<&str> {
    let mut parts = std::str::from_utf8(pointer).ok()?.split('/');
    match (parts.next()?, parts.next()?, parts.next()?) {
        ("", REQUEST, member) => Some(member),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_into_the_request_names_a_member() {
        assert_eq!(member_of_pointer(b"/requestParameters/name"), Some("name"));
        assert_eq!(
            member_of_pointer(b"/requestParameters/principal/0/x"),
            Some("principal")
        );
        for other in [
            "",
            "/requestParameters",
            "/responseElements/name",
            "requestParameters/name",
            "\u{fc}",
        ] {
            assert_eq!(member_of_pointer(other.as_bytes()), None, "{other}");
        }
        assert_eq!(member_of_pointer(b"/requestParameters/\xff"), None);
    }
}
