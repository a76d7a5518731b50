/** Mistakes that everybody makes once: rules that load, or nearly, and do not do what they say. */

const LOGIN = `{"eventVersion":"1.08","eventTime":"2026-10-06T08:40:03Z","eventType":"AwsConsoleSignIn","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"eu-west-1","sourceIPAddress":"198.51.100.20","userIdentity":{"type":"Root","accountId":"111122223333","arn":"arn:aws:iam::111122223333:root"},"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"No"},"recipientAccountId":"111122223333"}
{"eventVersion":"1.08","eventTime":"2026-10-06T09:12:44Z","eventType":"AwsConsoleSignIn","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.7","userIdentity":{"type":"IAMUser","accountId":"111122223333","userName":"maya","arn":"arn:aws:iam::111122223333:user/maya"},"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"No"},"recipientAccountId":"111122223333"}
`;

const KEYS = `{"eventVersion":"1.08","eventTime":"2026-10-06T10:01:00Z","eventType":"AwsApiCall","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userIdentity":{"type":"IAMUser","accountId":"111122223333","userName":"maya","arn":"arn:aws:iam::111122223333:user/maya"},"requestParameters":{"userName":"deploy"},"recipientAccountId":"111122223333"}
{"eventVersion":"1.08","eventTime":"2026-10-06T10:02:00Z","eventType":"AwsApiCall","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.9","errorCode":"AccessDenied","errorMessage":"not authorized","userIdentity":{"type":"IAMUser","accountId":"111122223333","userName":"sam","arn":"arn:aws:iam::111122223333:user/sam"},"requestParameters":{"userName":"admin"},"recipientAccountId":"111122223333"}
{"eventVersion":"1.08","eventTime":"2026-10-06T10:03:00Z","eventType":"AwsApiCall","eventSource":"iam.amazonaws.com","eventName":"UpdateAccessKey","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.9","userIdentity":{"type":"IAMUser","accountId":"111122223333","userName":"sam","arn":"arn:aws:iam::111122223333:user/sam"},"requestParameters":{"userName":"deploy"},"recipientAccountId":"111122223333"}
`;

export const mistakes = [
  {
    title: "Mistake: a field that there is not",
    about: "Two fields are misspelled, so the rule does not load. Point at each finding, and take what it offers.",
    events: LOGIN,
    rules: `# Two fields are misspelled, one in the condition and one in the output: the rule does not load.
# F8 goes from one finding to the next; each offers the name that was probably meant.
- rule: Console Login Without MFA
  desc: Somebody logged in to the console without a second factor.
  condition: ct.nam = ConsoleLogin and json.value[/additionalEventData/MFAUsed] = No
  output: Console login without MFA (user=%ct.usr address=%ct.srcip region=%ct.region)
  priority: WARNING
  source: aws_cloudtrail
`,
  },
  {
    title: "Mistake: a condition that can never be true",
    about: "One value cannot be two things at once: somebody wrote `and` and meant `or`.",
    events: KEYS,
    rules: `# It loads, it is counted, and it never raises an alert. Use \`in\` with both names.
- rule: Access Key Created or Changed
  desc: Somebody made an access key, or changed one.
  condition: >
    ct.src = iam.amazonaws.com
    and ct.name = CreateAccessKey and ct.name = UpdateAccessKey
    and not ct.error exists
  output: Access key changed (by=%ct.user of=%ct.request.username address=%ct.srcip region=%ct.region)
  priority: NOTICE
  source: aws_cloudtrail
`,
  },
  {
    title: "Mistake: a rule in the shadow of another",
    about: "With Falco's default only the first rule that matches raises an alert. Root's login is reported as anybody's. Move the second rule up.",
    events: LOGIN,
    rules: `# The first rule matches whatever the second one does, so the second is never heard of.
# Put the narrow rule first, or choose "all rules" above.
- rule: Console Login Without MFA
  desc: Somebody logged in without a second factor.
  condition: ct.name = ConsoleLogin and json.value[/additionalEventData/MFAUsed] = No
  output: Login without MFA (user=%ct.user address=%ct.srcip region=%ct.region)
  priority: WARNING
  source: aws_cloudtrail

- rule: Root Console Login Without MFA
  desc: The root user logged in without a second factor.
  condition: >
    ct.name = ConsoleLogin and json.value[/additionalEventData/MFAUsed] = No
    and ct.user.identitytype = Root
  output: Root login without MFA (account=%ct.user.accountid user=%ct.user address=%ct.srcip region=%ct.region)
  priority: CRITICAL
  source: aws_cloudtrail
`,
  },
  {
    title: "Mistake: attempts taken for deeds",
    about: "CloudTrail also records what was denied. One of these two alerts is about a key that nobody got. Add `and not ct.error exists`.",
    events: KEYS,
    rules: `# Event 2 was refused with AccessDenied, and still raises an alert.
- rule: Access Key Created
  desc: Somebody made an access key.
  condition: ct.src = iam.amazonaws.com and ct.name = CreateAccessKey
  output: Access key created (by=%ct.user of=%ct.request.username address=%ct.srcip region=%ct.region error=%ct.error)
  priority: NOTICE
  source: aws_cloudtrail
`,
  },
  {
    title: "Mistake: `and` binds before `or`",
    about: "Without parentheses the service is asked for the first name only, and `not` for the last. Set them and watch the alerts change.",
    events: KEYS.replace('"errorCode":"AccessDenied","errorMessage":"not authorized",', ""),
    rules: `# Read it as the engine does: (iam and CreateAccessKey) or (UpdateAccessKey and not sam).
# Meant was: iam and (CreateAccessKey or UpdateAccessKey) and not sam.
- rule: Access Key Touched by a Stranger
  desc: Somebody other than sam made or changed an access key.
  condition: >
    ct.src = iam.amazonaws.com and ct.name = CreateAccessKey
    or ct.name = UpdateAccessKey and not ct.user = sam
  output: Access key touched (by=%ct.user name=%ct.name address=%ct.srcip region=%ct.region)
  priority: NOTICE
  source: aws_cloudtrail
`,
  },
];
