//! Alerts: what a rule says of an event, written once into the result.

mod alert_id;
mod json;
mod output_fields;
mod text;

use falconet_event::EventContext;
use falconet_event::timestamp::{write_iso8601, write_time};
use falconet_ruleset::Rule;

use crate::format::CompiledFormat;
use crate::program::{Event, Program, ProgramBuilder, Scratch};
use crate::settings::Settings;
use alert_id::EventHash;
use json::JsonTemplate;

/// How the alerts of one rule are written.
#[derive(Debug)]
pub(crate) struct AlertTemplate {
    prefix: Prefix,
    /// `: Warning `
    priority: Box<[u8]>,
    message: CompiledFormat,
    /// `None` for text alerts.
    json: Option<JsonTemplate>,
}

/// Buffers for the parts of an alert.
#[derive(Debug, Default)]
pub(crate) struct AlertBuffers {
    /// Time, priority and message.
    line: Vec<u8>,
    /// Where the message starts in it.
    message: usize,
    /// The text of one extra field.
    field: Vec<u8>,
    /// What all alerts of the event share.
    event: Shared,
}

/// What all alerts of an event share, made for the first.
#[derive(Debug, Default)]
struct Shared {
    /// Whether an alert of the event was written.
    is_made: bool,
    /// The time that texts start with.
    prefix: Vec<u8>,
    /// The time in UTC, and the end of an alert in JSON.
    end: Vec<u8>,
    /// What ids of the event's alerts are made of.
    hash: EventHash,
}

impl AlertBuffers {
    /// Forgets the last event.
    pub(crate) fn begin(&mut self) {
        self.event.is_made = false;
        self.event.hash.forget();
    }

    /// The message alone.
    fn message(&self) -> &[u8] {
        self.line.get(self.message..).unwrap_or_default()
    }

    /// Time and priority, which end in a blank.
    fn before_message(&self) -> &[u8] {
        self.line.get(..self.message).unwrap_or_default()
    }
}

impl Shared {
    fn make(&mut self, prefix: Prefix, context: &EventContext<'_>) {
        if self.is_made {
            return;
        }
        self.is_made = true;
        self.prefix.clear();
        prefix.write(context, &mut self.prefix);
        self.end.clear();
        write_iso8601(context.timestamp_ns, "Z\"}", &mut self.end);
    }
}

impl AlertTemplate {
    /// Compiles what the alerts of `rule` need.
    pub(crate) fn new(
        rule: &Rule,
        hostname: &str,
        settings: &Settings,
        program: &mut ProgramBuilder<'_>,
    ) -> Self {
        Self {
            prefix: Prefix::new(settings),
            priority: format!(": {} ", rule.priority).into_bytes().into(),
            message: CompiledFormat::new(&rule.output, program),
            json: settings
                .json_output
                .then(|| JsonTemplate::new(rule, hostname, settings, program)),
        }
    }

    /// Appends the alert and a newline.
    pub(crate) fn write(
        &self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        buffers: &mut AlertBuffers,
        out: &mut Vec<u8>,
    ) {
        self.render(program, event, scratch, buffers);
        match &self.json {
            Some(json) => json.write(program, event, scratch, buffers, out),
            None => text::write(&buffers.line, out),
        }
        out.push(b'\n');
    }

    fn render(
        &self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        buffers: &mut AlertBuffers,
    ) {
        buffers.event.make(self.prefix, &event.context);
        buffers.line.clear();
        buffers.line.extend_from_slice(&buffers.event.prefix);
        buffers.line.extend_from_slice(&self.priority);
        buffers.message = buffers.line.len();
        self.message
            .render(program, event, scratch, &mut buffers.line);
    }
}

/// The time that an alert's text starts with.
#[derive(Clone, Copy, Debug)]
enum Prefix {
    /// `evt.time`
    Local,
    /// `evt.time.iso8601`
    Iso8601,
}

impl Prefix {
    fn new(settings: &Settings) -> Self {
        if settings.time_format_iso_8601 {
            Self::Iso8601
        } else {
            Self::Local
        }
    }

    /// The field that has this time.
    fn field(self) -> &'static str {
        match self {
            Self::Local => "evt.time",
            Self::Iso8601 => "evt.time.iso8601",
        }
    }

    fn write(self, context: &EventContext<'_>, out: &mut Vec<u8>) {
        match self {
            Self::Local => write_time(context.timestamp_ns, context.utc_offset_seconds, out),
            Self::Iso8601 => write_iso8601(context.timestamp_ns, "+0000", out),
        }
    }
}
