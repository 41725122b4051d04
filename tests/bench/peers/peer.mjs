// What a peer needs for one message, in ns of CPU time: the best of ROUNDS.
//
//	node peer.mjs ajv SCHEMA MESSAGES ROUNDS		JSON.parse and the compiled validator, message after message
//	node peer.mjs faker|faker-0.5 SCHEMA - ROUNDS		one value made and written as JSON
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , peer, schemaFile, messagesFile, rounds] = process.argv;
// The packages are in build/, where `make bench-peers` put them, not beside this file.
const require = createRequire(join(process.cwd(), "package.json"));
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));

function cpuNs() {
	const { user, system } = process.cpuUsage();

	return (user + system) * 1000;
}

function best(perRound, warmUp, round) {
	let least = Infinity;

	for (let i = 0; i < warmUp; i++)
		round();
	for (let i = 0; i < Number(rounds); i++) {
		const start = cpuNs();

		round();
		least = Math.min(least, (cpuNs() - start) / perRound);
	}
	return least;
}

function ajv() {
	const Ajv = require("ajv").default;
	const validator = new Ajv({ strict: false, multipleOfPrecision: 9 });

	require("ajv-formats").default(validator);
	const validate = validator.compile(schema);
	// Each a flat string of its own, as a client would have it.
	const messages = readFileSync(messagesFile, "latin1").trimEnd().split("\n").map((m) => Buffer.from(m).toString("latin1"));
	const passes = 10;

	return best(messages.length * passes, 5, () => {
		let conforming = 0;

		for (let pass = 0; pass < passes; pass++)
			for (const message of messages)
				conforming += validate(JSON.parse(message));
		if (conforming !== messages.length * passes)
			throw new Error(`${conforming} of ${messages.length * passes} conform: ${JSON.stringify(validate.errors)}`);
	});
}

async function faker() {
	const { generateSync } = await import(join(process.cwd(), "node_modules/json-schema-faker/dist/index.js"));
	let seed = 0;

	return making(() => generateSync(schema, { seed: ++seed }));
}

function fakerOld() {
	const jsf = require("json-schema-faker-0.5");

	return making(() => (jsf.default || jsf).generate(schema));
}

function making(make) {
	const each = 500;

	return best(each, 3, () => {
		for (let i = 0; i < each; i++)
			JSON.stringify(make());
	});
}

console.log((await { ajv, faker, "faker-0.5": fakerOld }[peer]()).toFixed(1));
