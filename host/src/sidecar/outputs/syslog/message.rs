//! An alert as a message of RFC 5424.

use std::borrow::Cow;
use std::io::Write as _;
use std::process;

use jiff::Timestamp;
use serde::Deserialize;

use crate::sidecar::config::SyslogConfig;

/// Where rule and source stand: the number is the one that is set aside for everyone.
const STRUCTURE: &str = "falco@32473";
const INFORMATIONAL: u8 = 6;

/// What is the same in all messages.
pub(super) struct Form {
    facility: u8,
    host: String,
    app_name: String,
    structured_data: bool,
}

/// What of an alert stands before it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Alert<'a> {
    #[serde(borrow)]
    priority: Cow<'a, str>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    #[serde(borrow)]
    source: Cow<'a, str>,
    #[serde(borrow)]
    time: Cow<'a, str>,
}

impl Form {
    pub(super) fn new(config: &SyslogConfig, host: &str) -> Self {
        Self {
            facility: config.facility as u8,
            host: printable(host, 255),
            app_name: printable(&config.app_name, 48),
            structured_data: config.structured_data,
        }
    }

    /// The message of an alert.
    pub(super) fn message(&self, line: &[u8]) -> Vec<u8> {
        let line = line.trim_ascii_end();
        let alert: Alert<'_> = serde_json::from_slice(line).unwrap_or_default();
        let head = format!(
            "<{}>1 {} {} {} {} falco {} ",
            self.facility * 8 + severity(&alert.priority),
            time(&alert.time),
            self.host,
            self.app_name,
            process::id(),
            self.structure(&alert),
        );
        [head.as_bytes(), line].concat()
    }

    /// The message with its length before it.
    pub(super) fn frame(&self, line: &[u8], into: &mut Vec<u8>) {
        let message = self.message(line);
        // Memory takes any bytes.
        let _ = write!(into, "{} ", message.len());
        into.extend_from_slice(&message);
    }

    fn structure(&self, alert: &Alert<'_>) -> String {
        if !self.structured_data {
            return "-".to_owned();
        }
        let [rule, source] = [&alert.rule, &alert.source].map(|value| escaped(value));
        format!("[{STRUCTURE} rule=\"{rule}\" source=\"{source}\"]")
    }
}

/// Falco's priorities are those of syslog.
fn severity(priority: &str) -> u8 {
    match priority {
        "Emergency" => 0,
        "Alert" => 1,
        "Critical" => 2,
        "Error" => 3,
        "Warning" => 4,
        "Notice" => 5,
        "Debug" => 7,
        _ => INFORMATIONAL,
    }
}

/// To the microsecond, as far as RFC 5424 goes.
fn time(text: &str) -> String {
    let time: Result<Timestamp, _> = text.parse();
    time.map_or("-".to_owned(), |time| {
        time.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
    })
}

/// A word of a head: visible ASCII, not too long, not empty.
fn printable(text: &str, most: usize) -> String {
    let word: String = text
        .chars()
        .filter(char::is_ascii_graphic)
        .take(most)
        .collect();
    if word.is_empty() {
        return "-".to_owned();
    }
    word
}

fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '"' | '\\' | ']') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALERT: &str = "{\"priority\":\"Warning\",\"rule\":\"a \\\"b\\\" [c]\",\"source\":\"aws_cloudtrail\",\"time\":\"2026-01-01T00:00:00.123456789Z\"}\n";

    fn form(more: &str) -> Form {
        let config = serde_saphyr::from_str(&format!("{{address: 'x:1'{more}}}")).unwrap();
        Form::new(&config, "host name")
    }

    fn text(message: Vec<u8>) -> String {
        let pid = format!(" {} ", process::id());
        String::from_utf8(message)
            .unwrap()
            .replacen(&pid, " PID ", 1)
    }

    #[test]
    fn an_alert_is_a_message_with_its_priority_and_time() {
        let said = text(form("").message(ALERT.as_bytes()));
        let head = "<132>1 2026-01-01T00:00:00.123456Z hostname falconet PID falco - {\"priority\"";
        assert!(said.starts_with(head), "{said}");
        assert!(said.ends_with('}'), "{said}");
    }

    #[test]
    fn rule_and_source_stand_in_structured_data_if_that_is_wanted() {
        let form = form(", structured_data: true, facility: auth, app_name: 'my app'");
        let said = text(form.message(ALERT.as_bytes()));
        let structure =
            r#" myapp PID falco [falco@32473 rule="a \"b\" [c\]" source="aws_cloudtrail"] {"#;
        assert!(said.contains(structure), "{said}");
        assert!(said.starts_with("<36>1 "), "{said}");
    }

    #[test]
    fn what_is_no_json_is_a_message_too() {
        let said = text(form("").message(b"12:00: Warning x\n"));
        assert_eq!(
            said,
            "<134>1 - hostname falconet PID falco - 12:00: Warning x"
        );
    }

    #[test]
    fn a_frame_says_its_length() {
        let mut frames = Vec::new();
        let form = form("");
        form.frame(b"a\n", &mut frames);
        form.frame(b"bc\n", &mut frames);
        let [first, second] = [b"a".as_slice(), b"bc"].map(|line| form.message(line));
        let expected = [first, second].map(|message| {
            let message = String::from_utf8(message).unwrap();
            format!("{} {message}", message.len())
        });
        assert_eq!(String::from_utf8(frames).unwrap(), expected.concat());
    }
}
