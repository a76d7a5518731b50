//! What there is to know of each operator.

use falconet_condition::ast::Operator;

/// What it asks.
pub(super) const fn meaning(operator: Operator) -> &'static str {
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

/// What surprises.
pub(super) const fn notes(operator: Operator) -> &'static [&'static str] {
    match operator {
        Operator::Exists => &["JSON's null counts as a value for most fields."],
        Operator::LessOrEqual | Operator::Less | Operator::GreaterOrEqual | Operator::Greater => {
            ORDER
        }
        Operator::DoubleEqual | Operator::Equal => EQUALITY,
        Operator::NotEqual => INEQUALITY,
        Operator::Glob | Operator::IGlob => GLOB,
        Operator::Contains | Operator::StartsWith | Operator::EndsWith => AFFIX,
        Operator::IContains => &["Letters beyond ASCII have to match as they are."],
        Operator::BContains | Operator::BStartsWith => {
            &["Loads for no type that a field of a plugin has."]
        }
        Operator::Regex => REGEX,
        Operator::Intersects | Operator::In => MEMBERSHIP,
        Operator::PMatch => PATHS,
    }
}

const ORDER: &[&str] = &[
    "The right side is a number, a transformer or val(), never a word.",
    "Of a text the bytes are compared: `\"10\" < 5` holds.",
    "False where the field has no value.",
];
const EQUALITY: &[&str] = &[
    "Case counts, byte by byte; `tolower(field) = word` disregards it.",
    "False where the field has no value. Does not load for lists: use `in` or `intersects`.",
];
const INEQUALITY: &[&str] = &[
    "False where the field has no value; `not field = x` is true there.",
    "Does not load for lists.",
];
const GLOB: &[&str] = &[
    "`?` is one byte, `[a-z]` and `[!a-z]` are sets, a backslash escapes; there are no braces.",
    "False where the field has no value.",
];
const AFFIX: &[&str] = &[
    "Case counts; the empty text is part of every text.",
    "False where the field has no value.",
];
const REGEX: &[&str] = &[
    "Anchored at both ends: `Create.*`, not `Create`, finds CreateUser.",
    "POSIX syntax: no `\\d`, `\\w`, `(?i)`, and no lazy `+?`. Case counts.",
    "False where the field has no value.",
];
const MEMBERSHIP: &[&str] = &[
    "On a field with one value `in` and `intersects` are the same; case counts.",
    "False for an empty list, and where the field has no value.",
    "A name in the list stands for the items of the rules file's list of that name, if there is one.",
];
const PATHS: &[&str] = &[
    "`/var/run` finds /var/run and /var/run/x, not /var/runx; a leading `/` does not matter.",
    "A component of the pattern may be a glob; `/` finds every value. False where the field has no value.",
];

/// A condition that holds for some `CloudTrail` record.
pub(super) const fn example(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Exists => "ct.error exists",
        Operator::LessOrEqual => "s3.bytes <= 4096",
        Operator::Less => "s3.bytes < 4096",
        Operator::GreaterOrEqual => "s3.bytes >= 1024",
        Operator::Greater => "s3.bytes > 1024",
        Operator::DoubleEqual => "ct.name == CreateUser",
        Operator::Equal => "ct.name = CreateUser",
        Operator::NotEqual => "ct.region != us-east-1",
        Operator::Glob => "ct.user.arn glob arn:aws:iam::*:user/*",
        Operator::IGlob => "ct.useragent iglob aws-CLI/*",
        Operator::Contains => "ct.useragent contains cli",
        Operator::IContains => "ct.useragent icontains CLI",
        Operator::BContains | Operator::BStartsWith => return None,
        Operator::StartsWith => "ct.name startswith Create",
        Operator::EndsWith => "ct.src endswith .amazonaws.com",
        Operator::Regex => "ct.name regex \"(Create|Delete).*\"",
        Operator::Intersects => "ec2.imageids intersects (ami-1, ami-9)",
        Operator::In => "ct.name in (CreateUser, DeleteUser)",
        Operator::PMatch => "s3.key pmatch (/backup, /logs)",
    })
}
