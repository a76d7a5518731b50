//! JSON alerts: one compact object, keys in byte order. What does not depend on the event is written at
//! compile time.

use falconet_ruleset::Rule;

use super::AlertBuffers;
use super::alert_id::AlertId;
use super::output_fields::OutputFields;
use crate::format::escape;
use crate::program::{Event, Program, ProgramBuilder, Scratch};
use crate::settings::Settings;

/// How the JSON alerts of one rule are written.
#[derive(Debug)]
pub(super) struct JsonTemplate {
    /// What the id is made of, if alerts have one.
    id: Option<AlertId>,
    /// `"hostname":"…"`
    head: Box<[u8]>,
    message: bool,
    output: bool,
    output_fields: Option<OutputFields>,
    /// From `,"priority":` up to the opening quote of the time.
    tail: Box<[u8]>,
}

impl JsonTemplate {
    /// Compiles the template.
    pub(super) fn new(
        rule: &Rule,
        hostname: &str,
        settings: &Settings,
        program: &mut ProgramBuilder<'_>,
    ) -> Self {
        Self {
            id: settings.alert_id.then(|| AlertId::new(rule)),
            head: head(hostname),
            message: settings.json_include_message_property,
            output: settings.json_include_output_property,
            output_fields: settings
                .json_include_output_fields_property
                .then(|| OutputFields::new(rule, settings, program)),
            tail: tail(rule, settings),
        }
    }

    /// Appends the alert whose time, priority and message are in `buffers`.
    pub(super) fn write(
        &self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        buffers: &mut AlertBuffers,
        out: &mut Vec<u8>,
    ) {
        out.push(b'{');
        if let Some(id) = &self.id {
            out.extend_from_slice(b"\"alert_id\":\"");
            id.write(event.record, &mut buffers.event.hash, out);
            out.extend_from_slice(b"\",");
        }
        out.extend_from_slice(&self.head);
        let message = self.message.then(|| {
            out.extend_from_slice(b",\"message\":\"");
            let start = out.len();
            escape::write_escaped(buffers.message(), out);
            let written = start..out.len();
            out.push(b'"');
            written
        });
        if self.output {
            out.extend_from_slice(b",\"output\":\"");
            escape::write_escaped(buffers.before_message(), out);
            match message {
                Some(written) => out.extend_from_within(written),
                None => escape::write_escaped(buffers.message(), out),
            }
            out.push(b'"');
        }
        if let Some(fields) = &self.output_fields {
            fields.write(program, event, scratch, &mut buffers.field, out);
        }
        out.extend_from_slice(&self.tail);
        out.extend_from_slice(&buffers.event.end);
    }
}

fn head(hostname: &str) -> Box<[u8]> {
    let mut head = b"\"hostname\":".to_vec();
    escape::write_string(hostname.as_bytes(), &mut head);
    head.into()
}

fn tail(rule: &Rule, settings: &Settings) -> Box<[u8]> {
    let mut tail = Vec::new();
    write_member("priority", rule.priority.to_string().as_bytes(), &mut tail);
    write_member("rule", rule.name.as_bytes(), &mut tail);
    write_member("source", rule.source_name.as_bytes(), &mut tail);
    if settings.json_include_tags_property {
        write_tags(&rule.tags, &mut tail);
    }
    tail.extend_from_slice(b",\"time\":\"");
    tail.into()
}

fn write_member(key: &str, value: &[u8], out: &mut Vec<u8>) {
    out.push(b',');
    escape::write_string(key.as_bytes(), out);
    out.push(b':');
    escape::write_string(value, out);
}

fn write_tags(tags: &[String], out: &mut Vec<u8>) {
    out.extend_from_slice(b",\"tags\":[");
    for (at, tag) in tags.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        escape::write_string(tag.as_bytes(), out);
    }
    out.push(b']');
}
