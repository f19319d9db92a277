import { letsThrough, Packet } from './egress';

const POD = { namespace: 'apps', labels: { app: 'a' }, ports: { http: 8080 } };
const to = (peer: Packet['to'], port = 80, protocol?: 'UDP'): Packet => ({ to: peer, port, protocol });
const policy = (kind: string, spec: object) => ({ kind, metadata: { namespace: 'apps' }, spec });
const network = (egress: object[] | undefined, policyTypes = ['Egress']) => policy('NetworkPolicy', { podSelector: {}, policyTypes, egress });
const cilium = (rule: object, ports: object[] = [{ port: '0', protocol: 'TCP' }]) =>
  policy('CiliumNetworkPolicy', { endpointSelector: {}, egress: [{ ...rule, toPorts: [{ ports }] }] });
const block = (cidr: string, except?: string[]) => ({ to: [{ ipBlock: { cidr, except } }] });

test.each<[string, object, Packet, boolean]>([
  ['for ingress alone', network(undefined, ['Ingress']), to('8.8.8.8'), true],
  ['without rules', network(undefined), to('8.8.8.8'), false],
  ['with an empty rule', network([{}]), to('8.8.8.8', 53, 'UDP'), true],
  ['for a network with it', network([block('8.8.0.0/16')]), to('8.8.8.8'), true],
  ['for a network without it', network([block('8.8.0.0/16')]), to('8.9.8.8'), false],
  ['for a network of the other family', network([block('::/0')]), to('8.8.8.8'), false],
  ['for a network but for a part', network([block('8.0.0.0/8', ['8.8.0.0/16'])]), to('8.8.8.8'), false],
  ['for a network, to a pod', network([block('0.0.0.0/0')]), to(POD), false],
  ['for pods of its namespace', network([{ to: [{ podSelector: {} }] }]), to(POD), true],
  ['for pods of its namespace, to another', network([{ to: [{ podSelector: {} }] }]), to({ ...POD, namespace: 'b' }), false],
  ['for every namespace', network([{ to: [{ namespaceSelector: {} }] }]), to({ ...POD, namespace: 'b' }), true],
  ['for another port', network([{ ports: [{ port: 81 }] }]), to(POD), false],
  ['for another protocol', network([{ ports: [{ port: 80 }] }]), to(POD, 80, 'UDP'), false],
  ['for the last of its ports', network([{ ports: [{ port: 80, endPort: 90 }] }]), to(POD, 90), true],
  ['for one past the last of its ports', network([{ ports: [{ port: 80, endPort: 90 }] }]), to(POD, 91), false],
  ['for a named port', network([{ ports: [{ port: 'http' }] }]), to(POD, 8080), true],
  ['for a named port, to the other', network([{ ports: [{ port: 'http' }] }]), to(POD, 80), false],
  ['of Cilium with an empty rule', policy('CiliumNetworkPolicy', { endpointSelector: {}, egress: [{}] }), to(POD), false],
  ['of Cilium for a name', cilium({ toFQDNs: [{ matchName: 'a.example.com' }] }), to('a.example.com'), true],
  ['of Cilium for another name', cilium({ toFQDNs: [{ matchName: 'a.example.com' }] }), to('b.example.com'), false],
  ['of Cilium for one level', cilium({ toFQDNs: [{ matchPattern: '*.example.com' }] }), to('a.b.example.com'), false],
  ['of Cilium for any level', cilium({ toFQDNs: [{ matchPattern: '**.example.com' }] }), to('a.b.example.com'), true],
  ['of Cilium for a domain, to the domain', cilium({ toFQDNs: [{ matchPattern: '**.example.com' }] }), to('example.com'), false],
  ['of Cilium for pods of its namespace, to another', cilium({ toEndpoints: [{}] }), to({ ...POD, namespace: 'b' }), false],
  ['of Cilium for a network, to a pod', cilium({ toCIDR: ['0.0.0.0/0'] }), to(POD), false],
  ['of Cilium for another port', cilium({ toEntities: ['all'] }, [{ port: '81', protocol: 'TCP' }]), to(POD), false],
])('a policy %s', (_, made, packet, lets) => {
  expect(letsThrough(made, packet)).toBe(lets);
});
