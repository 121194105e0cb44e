import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { sendUnaryData } from '@grpc/grpc-js';

const LEADER = 8;

/** A node's information about itself. */
export const createNode = (count: (method: string) => void, port: () => number) => {
  /** Without it, or on servers before 21.10, clients append by unary calls. */
  const supportedMethods = (_call: unknown, callback: sendUnaryData<features.SupportedMethods>) => {
    count('serverFeatures');
    const response = new features.SupportedMethods();
    response.setEventStoreServerVersion('23.10.0');
    for (const [name, list] of [
      ['read', ['position', 'events']],
      ['append', []],
      ['batchappend', ['deadline_duration']],
    ] as const) {
      const method = new features.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      method.setFeaturesList([...list]);
      response.addMethods(method);
    }
    callback(null, response);
  };

  /** Called by clients with `+discover` in their address: a cluster of one node, the leader. */
  const gossipRead = (_call: unknown, callback: sendUnaryData<gossip.ClusterInfo>) => {
    count('gossip');
    const endpoint = new gossip.EndPoint();
    endpoint.setAddress('localhost');
    endpoint.setPort(port());
    const member = new gossip.MemberInfo();
    const id = new shared.UUID();
    id.setString(crypto.randomUUID());
    member.setInstanceId(id);
    member.setState(LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endpoint);
    const response = new gossip.ClusterInfo();
    response.setMembersList([member]);
    callback(null, response);
  };

  return { supportedMethods, gossipRead };
};
