//! One rule for each operator and each way to read a field.

use crate::support::Rules;

/// Conditions that can hold, by their source.
const CONDITIONS: [(&str, &str); 52] = [
    ("aws_cloudtrail", "ct.name = CreateUser"),
    (
        "aws_cloudtrail",
        "ct.name != GetCallerIdentity and not ct.name = GetUser",
    ),
    (
        "aws_cloudtrail",
        "ct.name in (CreateUser, DeleteUser) and ct.name endswith teUser and ct.name startswith D",
    ),
    (
        "aws_cloudtrail",
        "ct.user contains ops and not ct.user startswith ops",
    ),
    (
        "aws_cloudtrail",
        "ct.user icontains OPS and ct.user.identitytype = AssumedRole",
    ),
    (
        "aws_cloudtrail",
        "ct.user contains allof (a-, -b) and not ct.user contains example",
    ),
    ("aws_cloudtrail", "ct.user startswith oneof (x, xy)"),
    (
        "aws_cloudtrail",
        "ct.user = lambda.amazonaws.com and ct.user.identitytype = AWSService",
    ),
    (
        "aws_cloudtrail",
        "ct.user.identitytype = Root and not ct.user exists",
    ),
    (
        "aws_cloudtrail",
        "ct.user.arn glob arn:aws:iam::*:user/[ab]?",
    ),
    (
        "aws_cloudtrail",
        "ct.user.arn regex \"arn:aws:(iam|sts)::[0-9]{12}:(user|role)/ops-.+\"",
    ),
    (
        "aws_cloudtrail",
        "ct.originaluser = session-1 and ct.user.identitytype = AssumedRole",
    ),
    ("aws_cloudtrail", "ct.user.accountid = 123456789012"),
    (
        "aws_cloudtrail",
        "ct.error exists and not ct.error in (AccessDenied, example)",
    ),
    (
        "aws_cloudtrail",
        "ct.shortsrc = s3 and s3.uri endswith .tar.gz and s3.bytes > 1000",
    ),
    ("aws_cloudtrail", "s3.bytes.in >= 5 and s3.bytes.in < 6"),
    (
        "aws_cloudtrail",
        "s3.cnt.get = 1 and not s3.cnt.other exists",
    ),
    ("aws_cloudtrail", "s3.key pmatch (logs/2026)"),
    ("aws_cloudtrail", "ec2.imageids intersects (ami-1, ami-2)"),
    (
        "aws_cloudtrail",
        "ec2.imageids in (ami-1) and ec2.imageid = ami-1",
    ),
    ("aws_cloudtrail", "ec2.imageids[1] in (ami-7)"),
    ("aws_cloudtrail", "ec2.name = web"),
    ("aws_cloudtrail", "ct.resources contains arn:aws:s3:::x"),
    (
        "aws_cloudtrail",
        "ct.readonly = false and ct.managementevent = true",
    ),
    (
        "aws_cloudtrail",
        "ct.request contains \"0.0.0.0/0\" and ct.request.name = open",
    ),
    ("aws_cloudtrail", "ct.info contains CreateGroup"),
    (
        "aws_cloudtrail",
        "json.value[/requestParameters/a/0/b~1c] = true and json.value[/requestParameters/a/1] exists",
    ),
    (
        "aws_cloudtrail",
        "json.value[/detail] exists and not json.value[/detail/x] exists",
    ),
    ("aws_cloudtrail", "json.obj contains needle"),
    (
        "aws_cloudtrail",
        "evt.rawtime.s > 1767400000 and evt.time.s startswith 1",
    ),
    ("aws_cloudtrail", "evt.datetime startswith 2027-03-04"),
    (
        "aws_cloudtrail",
        "evt.num = 1 and evt.source = aws_cloudtrail",
    ),
    ("aws_cloudtrail", "ct.request.username = val(ct.user)"),
    (
        "aws_cloudtrail",
        "ct.srcip != val(ct.request.host) and ct.request.host exists",
    ),
    (
        "aws_cloudtrail",
        "tolower(ct.user) = root and not ct.user = root",
    ),
    ("aws_cloudtrail", "toupper(ct.user) startswith OPS"),
    ("aws_cloudtrail", "b64(ct.request.policy) contains secret"),
    ("aws_cloudtrail", "basename(s3.key) = passwd"),
    ("aws_cloudtrail", "len(ct.useragent) > 100"),
    (
        "aws_cloudtrail",
        "join(\"/\", (ct.src, ct.name)) = iam.amazonaws.com/CreateUser",
    ),
    (
        "aws_cloudtrail",
        "concat(ct.region, \"-\", ct.recipientaccountid) endswith -123456789012",
    ),
    (
        "aws_cloudtrail",
        "(ct.name = A and ct.region = x and ct.name = B) or (ct.name = C and not (ct.region = us-east-1 or ct.error exists))",
    ),
    (
        "okta",
        "okta.evt.type = user.account.lock and okta.target.user.alternateid endswith @example.com",
    ),
    (
        "okta",
        "okta.target.group.name = admins and okta.target.user.name exists and okta.security.asnumber = 7",
    ),
    (
        "okta",
        "okta.targets.displayName[1] = Bob and okta.security.isproxy = true",
    ),
    (
        "okta",
        "okta.app = salesforce and okta.client.geo.country != France",
    ),
    (
        "github",
        "github.repo.name = acme/site and github.repo.public = true and github.action = publicized",
    ),
    (
        "github",
        "github.commit.modified contains .github/workflows and github.user != dependabot",
    ),
    ("github", "github.webhook.id > 41"),
    (
        "gcp_auditlog",
        "gcp.methodName endswith setIamPolicy and gcp.policyDelta contains allUsers",
    ),
    (
        "gcp_auditlog",
        "gcp.logging.sink = audit and gcp.location startswith europe-",
    ),
    ("gcp_auditlog", "gcp.request contains \"\\\"size\\\":3\""),
];

#[test]
fn conditions_of_every_kind_have_an_event_that_fires() {
    let mut failed = Vec::new();
    for (source, condition) in CONDITIONS {
        let rules = Rules::one(source, &format!("'{}'", condition.replace('\'', "''")));
        let witness = rules.witnesses().remove(0);
        match &witness.event {
            Some(event) => assert!(rules.fires(source, "r", event), "{condition}: {event}"),
            None => failed.push((condition, witness.unmet)),
        }
        if let Some(miss) = &witness.miss {
            assert!(
                !rules.fires(source, "r", &miss.event),
                "{condition}: {}",
                miss.event
            );
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// What cannot be is told by the test that cannot.
#[test]
fn a_condition_that_cannot_hold_names_the_test() {
    for (condition, test, line) in [
        (
            "ct.name = a and evt.num > 5",
            "`evt.num > 5` does not hold: `evt.num` is `1`",
            3,
        ),
        (
            "ct.name = a and ct.name = b",
            "`ct.name = b` does not hold: `ct.name` is `GetCallerIdentity`",
            3,
        ),
        (
            "ct.request.documentname exists",
            "`ct.request.documentname` is absent",
            3,
        ),
    ] {
        let witness = Rules::one("aws_cloudtrail", condition)
            .witnesses()
            .remove(0);
        assert_eq!(witness.event, None, "{condition}");
        let unmet = witness.unmet.unwrap();
        assert_eq!(
            (&*unmet.text, unmet.place.unwrap().line),
            (test, line),
            "{condition}"
        );
    }
}

#[test]
fn parts_of_a_record_agree_as_far_as_the_rule_lets_them() {
    let event = |condition: &str| {
        Rules::one("aws_cloudtrail", condition)
            .witnesses()
            .remove(0)
            .event
            .unwrap()
    };
    let user = event("ct.name = CreateUser");
    assert!(
        user.contains("\"eventSource\": \"iam.amazonaws.com\""),
        "{user}"
    );
    assert!(user.contains("\"readOnly\": false"), "{user}");
    let odd = event("ct.name = CreateUser and ct.src = odd.amazonaws.com and ct.readonly = true");
    assert!(
        odd.contains("odd.amazonaws.com") && odd.contains("\"readOnly\": true"),
        "{odd}"
    );
    let named = event("ct.user = eve");
    assert!(
        named.contains("arn:aws:iam::111122223333:user/eve"),
        "{named}"
    );
    let lambda = event("ct.src = lambda.amazonaws.com and ct.name startswith UpdateFunctionCode");
    assert!(lambda.contains("UpdateFunctionCode20150331"), "{lambda}");
}

#[test]
fn the_event_that_misses_differs_in_the_test_that_is_named() {
    let witness = Rules::one(
        "aws_cloudtrail",
        "ct.name = CreateUser and not ct.error exists",
    )
    .witnesses()
    .remove(0);
    let miss = witness.miss.unwrap();
    assert_eq!(miss.text, "`ct.error` is `AccessDenied`");
    let event = miss.event.replace(",\n  \"errorCode\": \"AccessDenied\",\n  \"errorMessage\": \"The call failed: AccessDenied\"", "");
    assert_eq!(event, witness.event.unwrap());
}

#[test]
fn a_rule_that_another_comes_before_says_so() {
    let rule = |name: &str, condition: &str| {
        format!(
            "- rule: {name}\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
        )
    };
    let text = rule("wide", "ct.name exists") + &rule("narrow", "ct.name = CreateUser");
    let witnesses = Rules::load(&[("r.yaml", &text)]).witnesses();
    assert_eq!(witnesses[0].hidden_by, None);
    assert_eq!(witnesses[1].hidden_by.as_deref(), Some("wide"));
}

#[test]
fn no_more_events_are_judged_than_may_be() {
    let mut rules = Rules::one(
        "aws_cloudtrail",
        "ct.name = a and ct.region = b and ct.user = c",
    );
    rules.limits.max_evaluations = 2;
    let witness = rules.witnesses().remove(0);
    assert_eq!((witness.event, witness.is_exhaustive), (None, false));
}
