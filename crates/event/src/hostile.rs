//! Every field of damaged records: whatever the bytes, reading ends and says something or nothing.

use crate::catalogue::Source;
use crate::testing::{CONTEXT, shown, with_source};
use crate::{FieldId, Fields, Plan, PlanBuilder, Value};

const RECORD: &str = r#"{"userIdentity":{"type":"AssumedRole","arn":"a/b/\u0063","principalId":"x:y","accountId":null,
 "sessionContext":{"sessionIssuer":{"userName":"r\ud83d\ude00"}}},"eventTime":"2024-03-14T12:34:56.5+01:00","eventType":"AwsApiCall",
 "eventSource":"ec2.amazonaws.com","eventName":"PutObject","awsRegion":"eu-west-1","sourceIPAddress":"1.2.3.4","readOnly":false,
 "requestParameters":{"bucketName":"b","key":"k\u0000l","tagSpecificationSet":{"items":[{"resourceType":"instance","tags":[{"key":"Name","value":"n"}]}]}},
 "responseElements":{"instancesSet":{"items":[{"imageId":"ami-1"},{"imageId":null}]}},"resources":[ {"ARN":"a"} , 1 ],
 "additionalEventData":{"bytesTransferredIn":1.5e2,"bytesTransferredOut":-7},"errorCode":"e"}"#;

struct Reader {
    plan: Plan,
    ids: Vec<FieldId>,
    fields: Fields,
}

impl Reader {
    fn new(source: &Source) -> Self {
        let mut builder = PlanBuilder::new(source);
        let plain = source
            .providers
            .iter()
            .flat_map(|provider| &provider.fields);
        let names = plain
            .filter(|field| field.argument.is_none_or(|argument| !argument.required))
            .map(|field| field.name.to_string());
        let more = [
            "ec2.imageids[1]",
            "json.value[]",
            "json.value[/resources/00/ARN]",
        ];
        let ids = names
            .chain(more.map(str::to_owned))
            .map(|name| builder.field(&source.resolve(name.as_bytes()).unwrap()))
            .collect();
        Self {
            plan: builder.finish(),
            ids,
            fields: Fields::new(),
        }
    }

    /// How many fields have a value; none if the record is refused.
    fn read(&mut self, record: &[u8]) -> Option<usize> {
        self.plan.scan(record, &mut self.fields).ok()?;
        self.plan.accept(record, &mut self.fields);
        let mut present = 0;
        for id in &self.ids {
            let loaded = self.fields.load(&self.plan, record, &CONTEXT, *id);
            let value = self.fields.value(record, *id);
            assert_eq!(loaded, value.is_some());
            if let Some(Value::Text(text)) = value {
                assert!(!text.contains(&0), "{}", shown(value));
            }
            present += usize::from(loaded);
        }
        Some(present)
    }
}

#[test]
fn damaged_records_are_read_to_the_end() {
    with_source("aws_cloudtrail", |source| {
        let mut reader = Reader::new(source);
        let mut random = 7_u64;
        let mut next = |bound: usize| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(random >> 33).unwrap() % bound
        };
        let bytes = b"{}[],:\"\\ 0-.eunl\x00\x01\xff";
        let mut read = 0;
        for _ in 0..4_000 {
            let mut record = RECORD.as_bytes().to_vec();
            for _ in 0..=next(2) {
                let at = next(record.len());
                record[at] = bytes[next(bytes.len())];
            }
            read += usize::from(reader.read(&record).is_some());
        }
        assert!(read > 500, "only {read} were read");
    });
}

#[test]
fn beginnings_of_a_record_are_refused() {
    with_source("aws_cloudtrail", |source| {
        let mut reader = Reader::new(source);
        for end in 0..RECORD.len() {
            assert_eq!(reader.read(&RECORD.as_bytes()[..end]), None);
        }
        assert!(
            reader
                .read(RECORD.as_bytes())
                .is_some_and(|present| present > 30)
        );
    });
}

#[test]
fn scalars_and_lists_are_records_without_fields_of_their_own() {
    with_source("aws_cloudtrail", |source| {
        let mut reader = Reader::new(source);
        let empty = reader.read(b"{}");
        for record in ["5", "\"x\"", "null", "nan"] {
            assert!(reader.read(record.as_bytes()) < empty, "{record}");
        }
        assert_eq!(reader.read(b"[]"), empty);
    });
}
