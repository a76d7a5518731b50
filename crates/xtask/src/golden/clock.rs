//! Takes the wall clock out of outputs: events of these sources carry no time, so Falco's alerts hold the time of the recording.

/// What marks an alert of such a source.
const SOURCES: [&str; 2] = [r#""source":"github""#, r#""source":"gcp_auditlog""#];

/// What stands before an alert's time: as text, and as nanoseconds.
const TIME: &str = r#""time":""#;
const NANOSECONDS: &str = r#""evt.time.iso8601":"#;

/// What stands for the time in the answer.
const NOW: &str = "<now>";

/// An output with the time of such alerts replaced by a word. All else stays as it is.
pub(crate) fn without_clock(output: &[u8]) -> Vec<u8> {
    let lines = output.split_inclusive(|&byte| byte == b'\n');
    lines
        .flat_map(|line| masked(line).unwrap_or_else(|| line.to_vec()))
        .collect()
}

/// The line without its time; nothing if it has one that counts.
fn masked(line: &[u8]) -> Option<Vec<u8>> {
    let line = std::str::from_utf8(line).ok()?;
    if !SOURCES.iter().any(|source| line.contains(source)) {
        return None;
    }
    let (_, time) = line.rsplit_once(TIME)?;
    let (time, _) = time.split_once("Z\"")?;
    Some(without_nanoseconds(&line.replace(time, NOW)).into_bytes())
}

fn without_nanoseconds(line: &str) -> String {
    let Some((before, after)) = line.split_once(NANOSECONDS) else {
        return line.to_owned();
    };
    let after = after.trim_start_matches(|character: char| character.is_ascii_digit());
    format!("{before}{NANOSECONDS}{NOW}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(source: &str, time: &str, nanoseconds: u64) -> Vec<u8> {
        let text = format!(
            r#"{{"output":"{time}+0000: a","output_fields":{{"evt.time.iso8601":{nanoseconds},"n":7}},"source":"{source}","time":"{time}Z"}}"#
        );
        text.into_bytes()
    }

    #[test]
    fn two_runs_over_events_without_a_time_are_equal() {
        let first = alert(
            "github",
            "2026-11-24T03:56:16.985253000",
            1_795_492_576_985_253_000,
        );
        let second = alert(
            "github",
            "2027-01-01T00:00:00.000000000",
            1_798_761_600_000_000_000,
        );
        assert_eq!(without_clock(&first), without_clock(&second));
        assert!(
            String::from_utf8(without_clock(&first))
                .unwrap()
                .contains(r#""n":7"#)
        );
    }

    #[test]
    fn the_time_of_an_event_that_carries_one_counts() {
        let line = alert("okta", "2026-11-24T03:56:16.985253000", 1);
        assert_eq!(without_clock(&line), line);
    }

    #[test]
    fn what_is_no_alert_stays_as_it_is() {
        for line in [
            &b"text \"source\":\"github\"\n"[..],
            b"\xff\"source\":\"github\"",
            b"",
        ] {
            assert_eq!(without_clock(line), line);
        }
    }
}
