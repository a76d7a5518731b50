//! The alert in the place of its record.

/// Of several alerts of one record, the others lie in the first one, under this key.
pub(super) const FURTHER: &str = "further_alerts";

/// The first alert, and the others.
pub(super) fn split(lines: &[u8]) -> Option<(&[u8], impl Iterator<Item = &[u8]> + Clone)> {
    let mut alerts = lines
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty());
    Some((alerts.next()?, alerts))
}

/// Appends one object for all alerts; nothing if there is none.
pub(super) fn write(lines: &[u8], out: &mut Vec<u8>) {
    let Some((first, others)) = split(lines) else {
        return;
    };
    out.extend_from_slice(first);
    if others.clone().next().is_some() && out.pop_if(|last| *last == b'}').is_some() {
        out.extend_from_slice(b",\"");
        out.extend_from_slice(FURTHER.as_bytes());
        out.extend_from_slice(b"\":");
        write_array(others, out);
        out.push(b'}');
    }
}

/// Appends an array of alerts.
pub(super) fn write_array<'a>(alerts: impl Iterator<Item = &'a [u8]>, out: &mut Vec<u8>) {
    let mut before = b'[';
    for alert in alerts {
        out.push(before);
        out.extend_from_slice(alert);
        before = b',';
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(lines: &str) -> String {
        let mut out = Vec::new();
        write(lines.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_alert_stays_as_it_is() {
        assert_eq!(written("{\"rule\":\"a\"}\n"), "{\"rule\":\"a\"}");
        assert_eq!(written(""), "");
    }

    #[test]
    fn further_alerts_lie_in_the_first() {
        assert_eq!(
            written("{\"rule\":\"a\"}\n{\"rule\":\"b\"}\n{\"rule\":\"c\"}\n"),
            r#"{"rule":"a","further_alerts":[{"rule":"b"},{"rule":"c"}]}"#
        );
    }
}
