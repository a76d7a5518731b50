//! Alerts as a `PackedForward` message: `[tag, entries, {chunk, size}]`, each entry `[time, record]`.

use bytes::Bytes;
use jiff::Timestamp;
use rmp::encode::{
    ValueWriteError, write_array_len, write_bin, write_ext_meta, write_map_len, write_str,
    write_uint,
};
use rmp_serde::encode;
use serde_json::{Value, json};

use crate::environment;

/// The kind of an extension that is a time to the nanosecond.
const EVENT_TIME: i8 = 0;
const NANOS: u64 = 1_000_000_000;

/// The name of a chunk that nobody had before.
pub(super) fn chunk() -> Result<String, getrandom::Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)?;
    Ok(crate::sidecar::hexadecimal::hexadecimal(&random))
}

/// The message.
pub(super) fn packed(
    tag: &str,
    alerts: &[Bytes],
    chunk: Option<&str>,
) -> Result<Vec<u8>, encode::Error> {
    let mut entries = Vec::new();
    for alert in alerts {
        entry(alert, &mut entries)?;
    }
    let mut out = Vec::with_capacity(entries.len() + tag.len() + 64);
    write_array_len(&mut out, 3)?;
    write_str(&mut out, tag)?;
    write_bin(&mut out, &entries)?;
    write_map_len(&mut out, 1 + u32::from(chunk.is_some()))?;
    write_str(&mut out, "size")?;
    write_uint(&mut out, alerts.len() as u64)?;
    if let Some(chunk) = chunk {
        write_str(&mut out, "chunk")?;
        write_str(&mut out, chunk)?;
    }
    Ok(out)
}

fn entry(alert: &[u8], out: &mut Vec<u8>) -> Result<(), encode::Error> {
    let record = record(alert);
    let time = record.get("time").and_then(Value::as_str);
    let time = time
        .and_then(nanoseconds)
        .unwrap_or_else(environment::now_ns);
    write_array_len(out, 2)?;
    event_time(time, out)?;
    encode::write_named(out, &record)
}

/// What is no JSON object becomes one.
fn record(alert: &[u8]) -> Value {
    match serde_json::from_slice(alert) {
        Ok(record @ Value::Object(_)) => record,
        _ => json!({"output": String::from_utf8_lossy(alert.trim_ascii_end())}),
    }
}

fn nanoseconds(time: &str) -> Option<u64> {
    let time: Timestamp = time.parse().ok()?;
    u64::try_from(time.as_nanosecond()).ok()
}

/// Seconds and nanoseconds, each in four bytes.
fn event_time(nanoseconds: u64, out: &mut Vec<u8>) -> Result<(), ValueWriteError> {
    let seconds = u32::try_from(nanoseconds / NANOS).unwrap_or(u32::MAX);
    let rest = u32::try_from(nanoseconds % NANOS).unwrap_or_default();
    write_ext_meta(out, 8, EVENT_TIME)?;
    out.extend_from_slice(&seconds.to_be_bytes());
    out.extend_from_slice(&rest.to_be_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the specification of the protocol writes it, byte by byte.
    #[test]
    fn a_message_is_what_the_protocol_says() {
        let alert = Bytes::from("{\"a\":1,\"time\":\"1970-01-01T00:00:02.000000003Z\"}\n");
        let message = packed("t", &[alert], Some("c")).unwrap();
        let time = b"\xd7\x00\x00\x00\x00\x02\x00\x00\x00\x03";
        let record = b"\x82\xa1a\x01\xa4time\xbe1970-01-01T00:00:02.000000003Z";
        let entry = [b"\x92".as_slice(), time, record].concat();
        let head = [
            b"\x93\xa1t\xc4".as_slice(),
            &[u8::try_from(entry.len()).unwrap()],
        ]
        .concat();
        let tail = b"\x82\xa4size\x01\xa5chunk\xa1c";
        assert_eq!(message, [head, entry, tail.to_vec()].concat());
    }

    #[test]
    fn what_is_no_object_is_put_into_one() {
        assert_eq!(
            record(b"12:00: Warning x\n"),
            json!({"output": "12:00: Warning x"})
        );
        assert_eq!(record(b"{\"a\":[1.5]}\n"), json!({"a": [1.5]}));
    }
}
