//! The `evt.*` fields, which every source has.

use super::Reading;
use crate::catalogue::GenericField;
use crate::fields::Stored;
use crate::timestamp::{self, NANOS_PER_SECOND};

/// Reads a generic field; `evt.plugininfo` is not read here, as it depends on the plugin.
pub(super) fn read(field: GenericField, event: &mut Reading<'_>) -> Stored {
    use GenericField as Field;
    match field {
        Field::Number => Stored::Number(event.context().number),
        Field::Time
        | Field::TimeSeconds
        | Field::TimeIso8601
        | Field::DateTime
        | Field::DateTimeSeconds => time_text(field, event),
        Field::RawTime | Field::RawTimeSeconds | Field::RawTimeNanoseconds => {
            raw_time(field, event)
        }
        Field::RelativeTime | Field::RelativeTimeSeconds | Field::RelativeTimeNanoseconds => {
            relative_time(field, event)
        }
        Field::PluginName => text(event.plan().plugin(), event),
        Field::Source => text(event.plan().source(), event),
        Field::Hostname => text(event.context().hostname.as_bytes(), event),
        Field::IsAsync => Stored::Bool(false),
        Field::PluginInfo | Field::AsyncType => Stored::Absent,
    }
}

/// A text of its own.
pub(super) fn text(bytes: &[u8], event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    event.push(bytes);
    event.store_text(begun)
}

fn time_text(field: GenericField, event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    let ns = event.context().timestamp_ns;
    let offset = event.context().utc_offset_seconds;
    let out = event.out();
    match field {
        GenericField::Time => timestamp::write_time(ns, offset, out),
        GenericField::TimeSeconds => timestamp::write_time_seconds(ns, offset, out),
        GenericField::DateTime => timestamp::write_date_time(ns, offset, out),
        GenericField::DateTimeSeconds => timestamp::write_date_time_seconds(ns, offset, out),
        _ => timestamp::write_iso8601(ns, "+0000", out),
    }
    let end = event.end_text(begun);
    Stored::Text(end)
}

fn raw_time(field: GenericField, event: &Reading<'_>) -> Stored {
    let ns = event.context().timestamp_ns;
    Stored::Number(match field {
        GenericField::RawTimeSeconds => ns / NANOS_PER_SECOND,
        GenericField::RawTimeNanoseconds => ns % NANOS_PER_SECOND,
        _ => ns,
    })
}

/// Wraps around for an event that is older than the first one, as Falco's does.
fn relative_time(field: GenericField, event: &Reading<'_>) -> Stored {
    let context = event.context();
    let ns = context
        .timestamp_ns
        .wrapping_sub(context.first_timestamp_ns);
    Stored::Number(match field {
        GenericField::RelativeTimeSeconds => ns / NANOS_PER_SECOND,
        GenericField::RelativeTimeNanoseconds => ns % NANOS_PER_SECOND,
        _ => ns,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn all(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|field| read(field, "{}")).collect()
    }

    #[test]
    fn times_are_local_but_for_the_iso_form() {
        assert_eq!(
            all(&[
                "evt.time",
                "evt.time.s",
                "evt.datetime",
                "evt.datetime.s",
                "evt.time.iso8601"
            ]),
            [
                "21:13:20.123456789",
                "21:13:20",
                "2023-11-14 21:13:20.123456789",
                "2023-11-14 21:13:20",
                "2023-11-14T22:13:20.123456789+0000"
            ]
        );
    }

    #[test]
    fn times_are_numbers_as_well() {
        assert_eq!(
            all(&[
                "evt.rawtime",
                "evt.rawtime.s",
                "evt.rawtime.ns",
                "evt.reltime",
                "evt.reltime.s",
                "evt.reltime.ns"
            ]),
            [
                "1700000000123456789",
                "1700000000",
                "123456789",
                "123456789",
                "0",
                "123456789"
            ]
        );
    }

    #[test]
    fn the_event_says_where_it_comes_from() {
        assert_eq!(
            all(&[
                "evt.num",
                "evt.source",
                "evt.pluginname",
                "evt.hostname",
                "evt.is_async",
                "evt.asynctype"
            ]),
            [
                "7",
                "aws_cloudtrail",
                "cloudtrail",
                "host1",
                "false",
                "<NA>"
            ]
        );
    }
}
