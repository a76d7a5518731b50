//! Fluent Bit's filter: one record in, at most one alert out.
//!
//! Fluent Bit passes no configuration, so the rules are the shipped packs, compiled in. The first alert of a
//! record replaces it; a record without one is dropped.

use std::cell::RefCell;

use crate::service::{Service, WHOLE_INPUT};

/// The packs, in load order: the particular one first, since the first match counts.
const PACKS: [(&str, &str); 2] = [
    (
        "aws_lambda_persistence.yaml",
        include_str!("../../../rules/aws_lambda_persistence.yaml"),
    ),
    (
        "aws_cloudtrail.yaml",
        include_str!("../../../rules/aws_cloudtrail.yaml"),
    ),
];

thread_local! {
    static FILTER: RefCell<Filter> = RefCell::new(Filter::new());
}

struct Filter {
    service: Service,
    handle: u32,
    answer: Vec<u8>,
}

impl Filter {
    fn new() -> Self {
        let mut service = Service::new();
        let handle = service.load_packs(&PACKS).unwrap_or_default();
        Self {
            service,
            handle,
            answer: Vec::new(),
        }
    }

    fn judge(&mut self, record: &[u8]) -> Option<&[u8]> {
        self.answer.clear();
        let lines = self.service.eval_lines(self.handle, record, WHOLE_INPUT)?;
        let first = lines
            .split(|&byte| byte == b'\n')
            .next()
            .filter(|line| !line.is_empty())?;
        self.answer.extend_from_slice(first);
        self.answer.push(0);
        Some(&self.answer)
    }
}

/// Passes the NUL-terminated alert of a record to `answer`, or nothing.
pub(crate) fn judge<R>(record: &[u8], answer: impl FnOnce(Option<&[u8]>) -> R) -> R {
    FILTER.with(|filter| answer(filter.borrow_mut().judge(record)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SWAPPED: &str = r#"{"eventTime":"2026-10-06T09:17:22Z","eventType":"AwsApiCall","eventSource":"lambda.amazonaws.com","eventName":"UpdateFunctionCode20150331v2","userIdentity":{"type":"IAMUser","userName":"eve"}}"#;

    fn judged(record: &str) -> Option<String> {
        judge(record.as_bytes(), |answer| {
            answer.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        })
    }

    #[test]
    fn a_record_that_fires_becomes_its_alert_with_a_terminating_nul() {
        let alert = judged(SWAPPED).unwrap();
        assert!(alert.starts_with('{') && alert.ends_with("}\0"), "{alert}");
        assert!(
            alert.contains("Lambda Code Replaced Outside the Pipeline"),
            "{alert}"
        );
    }

    #[test]
    fn records_without_an_alert_are_dropped() {
        assert_eq!(
            judged(&SWAPPED.replace("UpdateFunctionCode20150331v2", "ListFunctions20150331")),
            None
        );
        assert_eq!(judged("no json"), None);
        assert_eq!(judged(""), None);
    }
}
