/** The maps of the public API, read from its sources: whoever adds one is asked for a program that gives it. */
import ts from 'typescript';
import { publicSources } from '../support/public-sources';

/** The props and parameters of the public API that are maps or hold maps, as `Type.prop` and `Type.method(parameter)`. */
export function mapProps(): string[] {
  return publicSources().flatMap(([file, text]) => {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const aliases = new Map(source.statements.filter(ts.isTypeAliasDeclaration).map(({ name, type }) => [name.text, type]));
    return source.statements
      .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement))
      .filter((statement) => isExported(statement))
      .flatMap((type) => type.members.flatMap((member) => mapsOf(member, aliases)).map((name) => `${type.name!.text}.${name}`));
  }).sort();
}

type Aliases = ReadonlyMap<string, ts.TypeNode>;

function mapsOf(member: ts.ClassElement | ts.TypeElement, aliases: Aliases): string[] {
  if (isHidden(member)) {
    return [];
  }
  const name = member.name && ts.isIdentifier(member.name) ? member.name.text : 'constructor';
  if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) || ts.isGetAccessor(member)) {
    return holdsMap(member.type, aliases) ? [name] : [];
  }
  const parameters = 'parameters' in member ? member.parameters as ts.NodeArray<ts.ParameterDeclaration> : [];
  return parameters.filter(({ type }) => holdsMap(type, aliases)).map((parameter) => `${name}(${(parameter.name as ts.Identifier).text})`);
}

function holdsMap(type: ts.TypeNode | undefined, aliases: Aliases): boolean {
  if (type === undefined) {
    return false;
  }
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const { text } = type.typeName;
    return ['Record', 'Map', 'ReadonlyMap'].includes(text) || holdsMap(aliases.get(text), aliases);
  }
  return ts.isIndexSignatureDeclaration(type) || [ts.SyntaxKind.AnyKeyword, ts.SyntaxKind.ObjectKeyword].includes(type.kind)
    || (ts.forEachChild(type, (child) => holdsMap(child as ts.TypeNode, aliases) || undefined) ?? false);
}

function isExported(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** Whether a member is not for users, as jsii sees it. */
function isHidden(member: ts.ClassElement | ts.TypeElement): boolean {
  const modifiers = ts.canHaveModifiers(member) ? ts.getModifiers(member) ?? [] : [];
  return modifiers.some(({ kind }) => [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword].includes(kind))
    || ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal');
}
