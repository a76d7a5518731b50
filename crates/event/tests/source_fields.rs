//! Fields of Okta, GitHub and GCP events that are odd.

#[cfg(test)]
mod source_fields {

    use falconet_event::catalogue::Catalogue;
    use falconet_event::{Acceptance, EventContext, Fields, PlanBuilder, Value};

    /// The text of a field of an event; nothing if it has none.
    fn read(source: &str, field: &str, event: &str) -> Option<String> {
        read_all(source, field, &[event]).pop().unwrap()
    }

    /// The texts of a field of events in a row.
    fn read_all(source: &str, field: &str, events: &[&str]) -> Vec<Option<String>> {
        let catalogue = Catalogue::builtin();
        let source = catalogue.get(catalogue.source(source).unwrap()).unwrap();
        let mut builder = PlanBuilder::new(source);
        let id = builder.field(&source.resolve(field.as_bytes()).unwrap());
        let plan = builder.finish();
        let mut fields = Fields::new();
        let mut one = |event: &&str| {
            let record = event.as_bytes();
            plan.scan(record, &mut fields).unwrap();
            let timestamp_ns = match plan.accept(record, &mut fields) {
                Acceptance::Event { timestamp_ns } => timestamp_ns,
                _ => 0,
            };
            let context = EventContext {
                timestamp_ns,
                ..EventContext::default()
            };
            fields.load(&plan, record, &context, id);
            match fields.value(record, id)? {
                Value::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
                Value::Number(number) => Some(number.to_string()),
                other => panic!("{other:?}"),
            }
        };
        events.iter().map(&mut one).collect()
    }

    fn assert_reads(source: &str, field: &str, expected: &[(&str, Option<&str>)]) {
        for (event, value) in expected {
            assert_eq!(
                read(source, field, event).as_deref(),
                *value,
                "{field} of {event}"
            );
        }
    }

    #[test]
    fn okta_texts_are_empty_where_there_is_no_text() {
        for event in [
            "{}",
            r#"{"actor":null}"#,
            r#"{"actor":5}"#,
            r#"{"actor":{"id":null}}"#,
            r#"{"actor":{"id":[]}}"#,
        ] {
            assert_reads("okta", "okta.actor.id", &[(event, Some(""))]);
        }
        assert_reads("okta", "okta.org", &[("{}", Some(""))]);
    }

    #[test]
    fn the_okta_proxy_flag_may_be_a_truth_value() {
        assert_reads(
            "okta",
            "okta.security.isproxy",
            &[
                (r#"{"securityContext":{"isProxy":true}}"#, Some("true")),
                (r#"{"securityContext":{"isProxy":false}}"#, Some("false")),
                (r#"{"securityContext":{"isProxy":"x"}}"#, Some("x")),
                (r#"{"securityContext":{"isProxy":null}}"#, Some("")),
                ("{}", Some("")),
            ],
        );
    }

    #[test]
    fn okta_numbers_are_zero_where_there_is_none() {
        assert_reads(
            "okta",
            "okta.security.asnumber",
            &[
                (r#"{"securityContext":{"asNumber":64500}}"#, Some("64500")),
                (
                    r#"{"securityContext":{"asNumber":-1}}"#,
                    Some("18446744073709551615"),
                ),
                (r#"{"securityContext":{"asNumber":1.5}}"#, Some("0")),
                (r#"{"securityContext":{"asNumber":"7"}}"#, Some("0")),
                ("{}", Some("0")),
            ],
        );
        assert_reads(
            "okta",
            "okta.authentication.step",
            &[
                (
                    r#"{"authenticationContext":{"authenticationStep":2}}"#,
                    Some("2"),
                ),
                ("{}", Some("0")),
            ],
        );
        let latitude = |number: &str| {
            read(
                "okta",
                "okta.client.geo.lat",
                &format!(
                    r#"{{"client":{{"geographicalContext":{{"geolocation":{{"lat":{number}}}}}}}}}"#
                ),
            )
        };
        assert_eq!(latitude("-33.50").as_deref(), Some("-33.5"));
        assert_eq!(latitude("1e-7").as_deref(), Some("1e-07"));
        assert_eq!(latitude("--").as_deref(), Some("0"));
    }

    #[test]
    fn the_okta_application_is_the_part_behind_app() {
        let event =
            |uri: &str| format!(r#"{{"debugContext":{{"debugData":{{"requestUri":"{uri}"}}}}}}"#);
        for (uri, app) in [
            ("/app/o365/x", Some("o365")),
            ("/app/o365", Some("o365")),
            ("/app/", Some("")),
            ("/app", None),
            ("/x/app/y", None),
        ] {
            assert_reads("okta", "okta.app", &[(&event(uri), app)]);
        }
    }

    #[test]
    fn the_last_okta_target_of_a_type_counts() {
        let targets = r#"{"target":[{"type":"User","id":"1"},7,null,{"type":"User","id":"2"},{"type":"UserGroup"}]}"#;
        assert_reads(
            "okta",
            "okta.target.user.id",
            &[
                (targets, Some("2")),
                ("{}", None),
                (r#"{"target":{"type":"User"}}"#, None),
            ],
        );
        assert_reads("okta", "okta.target.group.name", &[(targets, Some(""))]);
        assert_reads("okta", "okta.target.app.alternateid", &[(targets, None)]);
    }

    #[test]
    fn okta_target_names_are_listed_or_picked() {
        let targets = r#"{"target":[{"displayName":"a"},{},{"displayName":"c"}]}"#;
        assert_reads(
            "okta",
            "okta.targets.displayName",
            &[
                (targets, Some("(a,,c)")),
                (r#"{"target":[]}"#, None),
                ("{}", None),
            ],
        );
        assert_reads(
            "okta",
            "okta.targets.displayName[1]",
            &[(targets, Some(""))],
        );
        assert_reads("okta", "okta.targets.displayName[3]", &[(targets, None)]);
        assert_reads(
            "okta",
            "okta.targets.displayName[18446744073709551615]",
            &[(targets, None)],
        );
    }

    #[test]
    fn okta_failures_are_counted_by_type_and_actor() {
        let event = |second: u8, kind: &str, result: &str, actor: &str| {
            format!(
                r#"{{"published":"2024-03-14T12:00:{second:02}Z","eventType":"{kind}","outcome":{{"result":"{result}"}},"actor":{{"id":"{actor}"}}}}"#
            )
        };
        let mfa = "user.authentication.auth_via_mfa";
        let deny = "user.mfa.okta_verify.deny_push";
        let events = [
            event(1, mfa, "FAILURE", "a"),
            event(2, mfa, "FAILURE", "a"),
            event(3, mfa, "SUCCESS", "a"),
            event(4, mfa, "FAILURE", "b"),
            event(5, deny, "", "a"),
            event(11, mfa, "FAILURE", "a"),
            event(12, "user.session.start", "FAILURE", "a"),
        ];
        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        let counts = read_all("okta", "okta.mfa.failure.countlast[10]", &events);
        let counts: Vec<_> = counts.iter().map(Option::as_deref).collect();
        assert_eq!(
            counts,
            [
                Some("1"),
                Some("2"),
                None,
                Some("1"),
                Some("1"),
                Some("2"),
                None
            ]
        );
        assert_eq!(
            read_all("okta", "okta.mfa.deny.countlast[0]", &events)[4].as_deref(),
            Some("0")
        );
    }

    #[test]
    fn github_repositories_are_named_and_public_unless_said_otherwise() {
        assert_reads(
            "github",
            "github.repo.name",
            &[
                (
                    r#"{"repository":{"html_url":"https://github.com/a/b"}}"#,
                    Some("a/b"),
                ),
                (
                    r#"{"repository":{"html_url":"https://ghe.corp/a/b"}}"#,
                    Some("https://ghe.corp/a/b"),
                ),
                ("{}", Some("")),
            ],
        );
        assert_reads(
            "github",
            "github.repo.public",
            &[
                (r#"{"repository":{"private":true}}"#, Some("false")),
                (r#"{"repository":{"private":"true"}}"#, Some("true")),
                ("{}", Some("true")),
            ],
        );
    }

    #[test]
    fn a_github_webhook_id_is_made_of_digits() {
        let event = |id: &str| format!(r#"{{"hook":{{"id":{id}}}}}"#);
        for (id, text) in [
            ("18446744073709551615", "18446744073709551615"),
            ("-1", "0"),
            ("1.0", "0"),
            ("\"7\"", "0"),
            ("18446744073709551616", "0"),
        ] {
            assert_reads("github", "github.webhook.id", &[(&event(id), Some(text))]);
        }
    }

    #[test]
    fn github_secrets_depend_on_whether_files_were_looked_at() {
        let clean = r#"{"files":[{"name":"a","matches":null},{"name":"b","matches":[]}]}"#;
        assert_reads(
            "github",
            "github.diff.has_secrets",
            &[
                ("{}", Some("")),
                (r#"{"files":null}"#, Some("")),
                (clean, Some("false")),
                (r#"{"files":[{"matches":[1]}]}"#, Some("true")),
            ],
        );
        assert_reads(
            "github",
            "github.diff.committed_secrets.desc",
            &[("{}", None), (clean, Some(""))],
        );
        assert_reads(
            "github",
            "github.diff.committed_secrets.links",
            &[("{}", Some("")), (clean, Some(""))],
        );
        assert_reads(
            "github",
            "github.diff.committed_secrets.lines",
            &[(
                r#"{"files":[{"matches":[{"line":7},{"line":"x"}]}]}"#,
                Some("7,0"),
            )],
        );
    }

    #[test]
    fn texts_about_github_secrets_are_bounded() {
        let name = "x".repeat(100_000);
        let event = format!(
            r#"{{"files":[{{"name":"{name}","matches":[{}0]}}]}}"#,
            "0,".repeat(10_000)
        );
        let text = read("github", "github.diff.committed_secrets.files", &event).unwrap();
        assert!((1 << 20..2 << 20).contains(&text.len()), "{}", text.len());
    }

    #[test]
    fn github_miners_are_listed_once() {
        let event =
            |matches: &str| format!(r#"{{"workflow_miner_detections":{{"matches":{matches}}}}}"#);
        let found = event(r#"[{"type":"b"},{"type":"a"},{"type":"b"},{}]"#);
        assert_reads(
            "github",
            "github.workflow.miners.type",
            &[(&found, Some("b,a,")), (&event("null"), None), ("{}", None)],
        );
        assert_reads(
            "github",
            "github.workflow.has_miners",
            &[
                (&found, Some("true")),
                (&event("[]"), Some("false")),
                (&event("null"), None),
            ],
        );
    }

    #[test]
    fn a_github_summary_has_the_parts_that_are_texts() {
        assert_reads(
            "github",
            "evt.plugininfo",
            &[
                (
                    r#"{"webhook_type":"push","sender":{"login":"al"},"repository":{"html_url":"u"},"action":"x"}"#,
                    Some("github push user:al repo:u action:x"),
                ),
                (
                    r#"{"webhook_type":"star","action":null}"#,
                    Some("github star"),
                ),
            ],
        );
    }

    #[test]
    fn a_gcp_location_falls_back_to_region_and_zone() {
        let labels = |labels: &str| format!(r#"{{"resource":{{"labels":{{{labels}}}}}}}"#);
        for (given, location) in [
            (r#""location":"eu","region":"r""#, Some("eu")),
            (r#""location":null,"region":"r""#, Some("")),
            (r#""region":"r1","zone":"abc""#, Some("r1")),
            (r#""zone":"us-central1-a""#, Some("us-central1")),
            (r#""zone":"abc""#, Some("a")),
            (r#""zone":"ab""#, Some("ab")),
            (r#""zone":"""#, None),
            (r#""zone":5"#, None),
            ("", None),
        ] {
            assert_reads(
                "gcp_auditlog",
                "gcp.location",
                &[(&labels(given), location)],
            );
        }
    }

    #[test]
    fn gcp_policy_deltas_and_sinks_depend_on_the_resource() {
        let bucket = r#"{"resource":{"type":"gcs_bucket"},"protoPayload":{"serviceData":{"policyDelta":{"bindingDeltas":[ 1 ]}},"metadata":{"datasetChange":{"bindingDeltas":[2]}}}}"#;
        let dataset = &bucket.replace("gcs_bucket", "bigquery_dataset");
        assert_reads(
            "gcp_auditlog",
            "gcp.policyDelta",
            &[(bucket, Some("[1]")), (dataset, Some("[2]")), ("{}", None)],
        );
        let sink = r#"{"resource":{"type":"logging_sink","labels":{"name":"s"}}}"#;
        let other = &sink.replace("logging_sink", "x");
        assert_reads(
            "gcp_auditlog",
            "gcp.logging.sink",
            &[(sink, Some("s")), (other, None)],
        );
    }
}
