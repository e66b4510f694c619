/** Opens the file that we write (tests/processes/sample.bpmn, proven by the Python tests) with bpmn-moddle, the reader of another BPMN tool. */

import { readFileSync } from "node:fs";

import { BpmnModdle } from "bpmn-moddle";
import { expect, it } from "vitest";

interface Read { rootElement: Element; warnings: unknown[]; elementsById: Record<string, Element> }
interface Element { $type: string; id: string; [member: string]: unknown }

it("is read by another tool without a warning, with its diagram", async () => {
  const xml = readFileSync("../tests/processes/sample.bpmn", "utf-8");
  const { rootElement, warnings, elementsById } = (await new BpmnModdle().fromXML(xml)) as unknown as Read;
  expect(warnings).toEqual([]);
  expect(rootElement.$type).toBe("bpmn:Definitions");
  expect(elementsById["technical"]?.$type).toBe("bpmn:UserTask");
  expect((elementsById["by_category"]?.["default"] as Element).$type).toBe("bpmn:SequenceFlow");
  expect((elementsById["allocated"]?.["eventDefinitions"] as Element[])[0]?.$type).toBe("bpmn:SignalEventDefinition");
  const plane = ((rootElement["diagrams"] as Element[])[0]?.["plane"] as Element)["planeElement"] as Element[];
  expect(plane.filter((one) => one.$type === "bpmndi:BPMNShape")).toHaveLength(10);
  for (const one of plane) expect((one["bpmnElement"] as Element | undefined)?.id).toBeTruthy();
});
