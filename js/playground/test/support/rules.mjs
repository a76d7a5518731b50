/** Rules and events for tests. */

export const event = (number, more = {}) => ({
  eventTime: "2026-03-01T12:00:00Z",
  eventType: "AwsApiCall",
  eventSource: "iam.amazonaws.com",
  eventName: number % 2 === 0 ? "CreateUser" : "ListUsers",
  eventID: `e${number}`,
  awsRegion: "eu-west-1",
  userIdentity: { type: "IAMUser", userName: "alice" },
  ...more,
});

export const lines = (events) => events.map((one) => `${JSON.stringify(one)}\n`).join("");

export const rule = (name, condition, output = "Call of %ct.name by %ct.user") => `- rule: ${name}\n  desc: ${name}\n  condition: ${condition}\n  output: ${output} in %ct.region from %ct.srcip\n  priority: WARNING\n  source: aws_cloudtrail\n`;
