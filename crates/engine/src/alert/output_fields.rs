//! `output_fields`: the typed values of every field in the message, the time of the prefix, and the extra
//! fields, which win over the others.

use std::collections::BTreeMap;

use falconet_ruleset::typed::Expression;
use falconet_ruleset::{ExtraField, ExtraValue, Rule};

use super::Prefix;
use crate::format::{CompiledFormat, escape, write_json, write_signed};
use crate::program::{Event, ExprId, Program, ProgramBuilder, Scratch};
use crate::settings::Settings;

/// The members of `output_fields`, in the order of their keys.
#[derive(Debug)]
pub(super) struct OutputFields(Vec<Member>);

#[derive(Debug)]
struct Member {
    /// The key with its quotes and the colon.
    key: Box<[u8]>,
    value: MemberValue,
}

#[derive(Debug)]
enum MemberValue {
    /// The typed value, null if absent.
    Field(ExprId),
    /// The time of the event in nanoseconds.
    Timestamp,
    /// A text.
    Formatted(CompiledFormat),
    /// An extra field that names no field.
    Null,
}

impl OutputFields {
    /// Compiles the members for `rule`.
    pub(super) fn new(rule: &Rule, settings: &Settings, program: &mut ProgramBuilder<'_>) -> Self {
        let mut members = BTreeMap::new();
        for field in &rule.output.fields {
            members.insert(field.text.as_str(), MemberValue::field(field, program));
        }
        members.insert(Prefix::new(settings).field(), MemberValue::Timestamp);
        for extra in &rule.extra_fields {
            members.insert(&extra.name, MemberValue::extra(extra, program));
        }
        Self(
            members
                .into_iter()
                .map(|(key, value)| Member::new(key, value))
                .collect(),
        )
    }

    /// Appends the comma, the key and the object.
    pub(super) fn write(
        &self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        buffer: &mut Vec<u8>,
        out: &mut Vec<u8>,
    ) {
        out.extend_from_slice(b",\"output_fields\":{");
        for (at, member) in self.0.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            out.extend_from_slice(&member.key);
            member.value.write(program, event, scratch, buffer, out);
        }
        out.push(b'}');
    }
}

impl Member {
    fn new(key: &str, value: MemberValue) -> Self {
        let mut written = Vec::new();
        escape::write_string(key.as_bytes(), &mut written);
        written.push(b':');
        Self {
            key: written.into(),
            value,
        }
    }
}

impl MemberValue {
    fn field(field: &Expression, program: &mut ProgramBuilder<'_>) -> Self {
        Self::Field(program.expression(field))
    }

    fn extra(extra: &ExtraField, program: &mut ProgramBuilder<'_>) -> Self {
        match &extra.value {
            ExtraValue::Raw(Some(field)) => Self::field(field, program),
            ExtraValue::Raw(None) => Self::Null,
            ExtraValue::Formatted(format) => Self::Formatted(CompiledFormat::new(format, program)),
        }
    }

    fn write(
        &self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        buffer: &mut Vec<u8>,
        out: &mut Vec<u8>,
    ) {
        match self {
            Self::Field(id) => write_field(*id, program, event, scratch, out),
            Self::Formatted(format) => {
                buffer.clear();
                format.render(program, event, scratch, buffer);
                escape::write_string(buffer, out);
            }
            Self::Timestamp => write_signed(event.context.timestamp_ns, out),
            Self::Null => out.extend_from_slice(b"null"),
        }
    }
}

fn write_field(
    id: ExprId,
    program: &Program,
    event: &Event<'_>,
    scratch: &mut Scratch,
    out: &mut Vec<u8>,
) {
    match program.value(id, event, scratch) {
        Some(operand) => write_json(&operand, program.shown(id), event.context.timestamp_ns, out),
        None => out.extend_from_slice(b"null"),
    }
}
