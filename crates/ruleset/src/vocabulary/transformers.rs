//! What there is to know of each transformer.

use falconet_condition::ast::Transformer;

/// What it yields, in a line.
pub(super) const fn meaning(name: Transformer) -> &'static str {
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

/// Types of its arguments, in order.
pub(super) const fn takes(name: Transformer) -> &'static [&'static str] {
    match name {
        Transformer::Val => &["field of any type"],
        Transformer::ToLower | Transformer::ToUpper | Transformer::B64 | Transformer::Basename => {
            &["string, or string list"]
        }
        Transformer::Len => &["string, or list"],
        Transformer::Join => &["separator string", "string list"],
        Transformer::Concat => &["string", "string", "…"],
        Transformer::GetOpt => &["string list", "options string"],
    }
}

/// Type of its result.
pub(super) const fn yields(name: Transformer) -> &'static str {
    match name {
        Transformer::Val => "the type of its argument",
        Transformer::ToLower | Transformer::ToUpper | Transformer::B64 | Transformer::Basename => {
            "string; of a list, string list"
        }
        Transformer::Len => "uint64",
        Transformer::Join | Transformer::Concat => "string",
        Transformer::GetOpt => "string list; with an option in brackets, string",
    }
}

/// What surprises.
pub(super) const fn notes(name: Transformer) -> &'static [&'static str] {
    match name {
        Transformer::Val => &[
            "Without it a field's name on a right-hand side is just text. Types have to be the same.",
        ],
        Transformer::ToLower | Transformer::ToUpper => &["Letters beyond ASCII stay as they are."],
        Transformer::B64 => &["The standard alphabet; `=` at the end may be missing."],
        Transformer::Basename => &["Empty for a text that ends with `/`."],
        Transformer::Len => &[
            "Bytes, not characters. Without a value where its argument has none, so `len(field) = 0` finds only empty texts.",
        ],
        Transformer::Join | Transformer::Concat => {
            &["Without a value where any of the arguments has none."]
        }
        Transformer::GetOpt => &[
            "Without an option in brackets the list holds every option and its argument; `?` stands for an unknown one. Long options are skipped.",
        ],
    }
}

/// A condition that holds for some `CloudTrail` record.
pub(super) const fn example(name: Transformer) -> &'static str {
    match name {
        Transformer::Val => "ct.request.username != val(ct.user)",
        Transformer::ToLower => "tolower(ct.name) = createuser",
        Transformer::ToUpper => "toupper(ct.region) = EU-CENTRAL-1",
        Transformer::B64 => "b64(ct.request.name) = hello",
        Transformer::Basename => "basename(ct.user.arn) = alice",
        Transformer::Len => "len(ct.request.username) > 2",
        Transformer::Join => "join(\"+\", (ct.user, ct.region)) = alice+eu-central-1",
        Transformer::Concat => "concat(ct.src, \":\", ct.name) = iam.amazonaws.com:CreateUser",
        Transformer::GetOpt => "getopt((\"-n\", ct.user), \"n:\")[n] = alice",
    }
}
