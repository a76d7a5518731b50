//! Shorthands for rows of field tables.

use std::borrow::Cow;

use crate::catalogue::{
    ArgumentSpec, Conversion, Extraction, FieldSpec, Path, TextForm, ValueType,
};

/// An argument that must be given and may be any text.
pub(super) const REQUIRED_KEY: ArgumentSpec = ArgumentSpec {
    required: true,
    key: true,
    index: false,
};

/// An argument that must be given and is a number.
pub(super) const REQUIRED_INDEX: ArgumentSpec = ArgumentSpec {
    required: true,
    key: false,
    index: true,
};

/// An argument that may be given and is a number.
pub(super) const OPTIONAL_INDEX: ArgumentSpec = ArgumentSpec {
    required: false,
    key: false,
    index: true,
};

/// A field of any type with one value and no argument.
pub(super) const fn field(
    name: &'static str,
    value_type: ValueType,
    extraction: Extraction,
    description: &'static str,
) -> FieldSpec {
    FieldSpec {
        name: Cow::Borrowed(name),
        value_type,
        is_list: false,
        argument: None,
        description: Cow::Borrowed(description),
        extraction,
        text_form: TextForm::Plain,
    }
}

/// A text field that takes more than a path.
pub(super) const fn text(
    name: &'static str,
    extraction: Extraction,
    description: &'static str,
) -> FieldSpec {
    field(name, ValueType::String, extraction, description)
}

/// The text at a path.
pub(super) const fn text_at(
    name: &'static str,
    path: Path,
    description: &'static str,
) -> FieldSpec {
    text(name, Extraction::Path(path, Conversion::Text), description)
}

/// The text at a path, empty when there is none.
pub(super) const fn text_or_empty_at(
    name: &'static str,
    path: Path,
    description: &'static str,
) -> FieldSpec {
    text(
        name,
        Extraction::Path(path, Conversion::TextOrEmpty),
        description,
    )
}

/// The JSON at a path.
pub(super) const fn json_at(
    name: &'static str,
    path: Path,
    description: &'static str,
) -> FieldSpec {
    text(name, Extraction::Path(path, Conversion::Json), description)
}

/// The truth value at a path, as text.
pub(super) const fn true_or_false_at(
    name: &'static str,
    path: Path,
    description: &'static str,
) -> FieldSpec {
    text(
        name,
        Extraction::Path(path, Conversion::TrueOrFalse),
        description,
    )
}

/// The number at a path.
pub(super) const fn number_at(
    name: &'static str,
    path: Path,
    description: &'static str,
) -> FieldSpec {
    field(
        name,
        ValueType::Uint64,
        Extraction::Path(path, Conversion::Number),
        description,
    )
}

/// The same field with an argument.
pub(super) const fn with_argument(mut field: FieldSpec, argument: ArgumentSpec) -> FieldSpec {
    field.argument = Some(argument);
    field
}

/// The same field, yielding a list.
pub(super) const fn list(mut field: FieldSpec) -> FieldSpec {
    field.is_list = true;
    field
}

/// The same field, written in another form.
pub(super) const fn written_as(mut field: FieldSpec, text_form: TextForm) -> FieldSpec {
    field.text_form = text_form;
    field
}
