/**
 * Finds in a JSON Schema what it says about the place that a path leads to in a given document.
 *
 * Where the schema offers alternatives, those stay in play that the document's own constants (a fault's `behaviour`)
 * do not rule out.
 */

/** The part of JSON Schema that the scenario's schema is made of. */
export interface SchemaNode {
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode | boolean;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** What the schema says there; of several alternatives the first. */
export function nodeAt(
  schema: SchemaNode,
  path: readonly (string | number)[],
  document: unknown,
): SchemaNode | undefined {
  let nodes: readonly SchemaNode[] = [schema];
  let value = document;
  for (const step of path) {
    nodes = nodes.flatMap((node) => alternatives(node, value)).flatMap((node) => child(node, step));
    value = member(value, step);
  }
  const [first] = nodes;
  const [described = first] = nodes.flatMap((node) => alternatives(node, value));
  return first?.description === undefined ? described : { ...described, description: first.description };
}

export function ownKeys(node: SchemaNode | undefined): string[] {
  return Object.keys(node?.properties ?? {});
}

function alternatives(node: SchemaNode, value: unknown): readonly SchemaNode[] {
  const options = node.anyOf ?? node.oneOf;
  if (options === undefined) return [node];
  return options.filter((option) => fits(option, value)).flatMap((option) => alternatives(option, value));
}

/** No constant of this alternative contradicts the document. */
function fits(node: SchemaNode, value: unknown): boolean {
  return Object.entries(node.properties ?? {}).every(
    ([key, { const: wanted }]) => wanted === undefined || member(value, key) === wanted,
  );
}

function child(node: SchemaNode, step: string | number): readonly SchemaNode[] {
  if (typeof step === 'number') {
    const item = node.prefixItems?.[step] ?? node.items;
    return typeof item === 'object' ? [item] : [];
  }
  const { properties = {}, additionalProperties: rest } = node;
  if (Object.hasOwn(properties, step)) return [properties[step] ?? {}];
  return typeof rest === 'object' ? [rest] : [];
}

function member(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[step];
}
