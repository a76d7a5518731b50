/** The examples that the page brings. */
import lambdaRules from "../../../../rules/aws_lambda_persistence.yaml?raw";
import stockRules from "../../../../rules/aws_cloudtrail.yaml?raw";
import storyEvents from "../../../../examples/lex-chatbot.json?raw";
import { FIRST_RULES, FIRST_TESTS } from "./first.js";
import { mistakes } from "./mistakes.js";

/**
 * @typedef {object} Example
 * @property {string} title
 * @property {string} about
 * @property {string} rules
 * @property {string} events
 * @property {string} [tests]
 */

/** The events of the chatbot's story. */
export const story = storyEvents;

const stockEvents = Object.values(import.meta.glob("../../../../rules/events/aws_cloudtrail/*.ndjson", { query: "?raw", import: "default", eager: true }));

/** @type {Example[]} */
export const examples = [
  {
    title: "First steps",
    about: "Two short rules with a macro and a list, over a morning at a bank with a chatbot. Change something and watch the alerts.",
    rules: FIRST_RULES,
    tests: FIRST_TESTS,
    events: story,
  },
  {
    title: "The chatbot that hands out credentials",
    about: "Somebody edits the Lambda function behind a Lex chatbot. Fifteen rules know the ways in; seven alerts tell the story, event by event.",
    rules: lambdaRules,
    events: story,
  },
  {
    title: "The stock rules for CloudTrail",
    about: "Console logins, users, buckets, trails: each rule with events that must raise its alert, and events that must not (their eventID says which).",
    rules: stockRules,
    events: stockEvents.join(""),
  },
  ...mistakes,
];
