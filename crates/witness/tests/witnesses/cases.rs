//! One rule for each operator and each way to read a field.

use falconet_witness::{Cut, WitnessLimits};

use crate::support::Rules;

/// Conditions that can hold, by their source.
const CONDITIONS: [(&str, &str); 54] = [
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
    ("aws_cloudtrail", "ct.time endswith 01T00:00:05Z"),
    (
        "aws_cloudtrail",
        "json.value[/eventTime] contains -12-24T and tolower(ct.time) contains t11:2",
    ),
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

/// What cannot be is told by the test that cannot, as it is where all else is as it should be.
#[test]
fn a_condition_that_cannot_hold_names_the_test_and_says_why() {
    let first = "`evt.num` says where an event stands in a run, and a single one is the first";
    for (condition, test, why) in [
        (
            "ct.name = a and evt.num > 5",
            "`evt.num > 5` does not hold: `evt.num` is `1`",
            first,
        ),
        (
            "evt.num != 1 and ct.name = a",
            "`evt.num != 1` does not hold: `evt.num` is `1`",
            first,
        ),
        (
            "'ct.name = a and evt.num in (2, 3)'",
            "`evt.num in (2, 3)` does not hold: `evt.num` is `1`",
            first,
        ),
        (
            "ct.name = a and ct.name = b",
            "`ct.name = b` does not hold: `ct.name` is `a`",
            "`ct.name = a` (r.yaml:3:14) has to hold as well, and rules it out",
        ),
        (
            "ct.user = eve and not ct.user = eve",
            "`ct.user = eve` holds: `ct.user` is `eve`",
            "`ct.user = eve` (r.yaml:3:14) has to hold as well, and rules it out",
        ),
        (
            "ct.request.documentname exists",
            "`ct.request.documentname` is absent",
            "no change of an event is known that would turn it",
        ),
        (
            "ct.error = X and json.value[/errorCode] = Y",
            "`json.value[/errorCode] = Y` does not hold: `json.value[/errorCode]` is `X`",
            "16 changes of the event were tried, and none turns it",
        ),
    ] {
        let witness = Rules::one("aws_cloudtrail", condition)
            .witnesses()
            .remove(0);
        assert_eq!(witness.event, None, "{condition}");
        let unmet = witness.unmet.unwrap();
        assert_eq!(unmet.text, test, "{condition}");
        assert!(unmet.why.starts_with(why), "{condition}: {}", unmet.why);
        assert_eq!(unmet.place.unwrap().line, 3, "{condition}");
    }
}

#[test]
fn a_bound_that_ended_a_search_is_told() {
    let cut = |condition: &str, change: &dyn Fn(&mut WitnessLimits)| {
        let mut rules = Rules::one("aws_cloudtrail", condition);
        change(&mut rules.limits);
        let witness = rules.witnesses().remove(0);
        (witness.event.is_some(), witness.cut)
    };
    let (none, two) = (|_: &mut WitnessLimits| {}, "ct.name = a and ct.region = b");
    assert_eq!(cut("ct.name = a and evt.num > 5", &none), (false, None));
    assert_eq!(cut(two, &none), (true, None));
    let few = |limits: &mut WitnessLimits| limits.max_evaluations = 2;
    assert_eq!(cut(two, &few), (false, Some(Cut::Evaluations)));
    let few_a_way = |limits: &mut WitnessLimits| limits.way_share = 4096;
    assert_eq!(cut(two, &few_a_way), (false, Some(Cut::Evaluations)));
    let either = "(ct.name = a and evt.num > 5) or (ct.name = b and ct.region = x and ct.user = u)";
    let one_way = |limits: &mut WitnessLimits| limits.max_ways = 1;
    assert_eq!(cut(either, &none), (true, None));
    assert_eq!(cut(either, &one_way), (false, Some(Cut::Proposals)));
    let one_value = |limits: &mut WitnessLimits| limits.max_values = 1;
    let second = "'ct.name in (a, b) and not ct.name = a'";
    assert_eq!(cut(second, &none), (true, None));
    assert_eq!(cut(second, &one_value), (false, Some(Cut::Proposals)));
    let shorter = |limits: &mut WitnessLimits| limits.event_bytes = 90;
    assert_eq!(cut(two, &shorter), (false, Some(Cut::Proposals)));
    let pattern = "ct.name regex '^[a-z]+[0-9]{300}$'";
    assert_eq!(cut(pattern, &none), (false, Some(Cut::Proposals)));
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
fn a_source_is_that_of_the_rules_that_are_named() {
    let rules = Rules::one("okta", "okta.actor.alternateid = eve");
    assert_eq!(rules.of_source(&[], "okta").unwrap(), 1);
    assert_eq!(rules.of_source(&["r"], "okta").unwrap(), 1);
    let told = |named: &[&str]| rules.of_source(named, "github").unwrap_err().to_string();
    assert_eq!(
        told(&["r"]),
        "rule `r` is for events of `okta`, not of `github`"
    );
    assert_eq!(told(&[]), "no rule for events of `github` takes part");
}
