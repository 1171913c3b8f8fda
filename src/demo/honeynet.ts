/**
 * The five sensors of the demo honeynet. Every address is from a documentation range (RFC 5737, RFC 3849): they stand
 * in for the public addresses of the sensors, in what the attackers write and in the forged destination.
 */
export interface DemoSensor {
  /** Name of its folder. */
  readonly key: string
  readonly name: string
  readonly region: string
  /** IANA time zone. */
  readonly zone: string
  readonly location: {
    readonly place: string
    readonly country: string
    readonly latitude: number
    readonly longitude: number
  }
  readonly address: string
  readonly address6: string
}

const at = (place: string, country: string, latitude: number, longitude: number): DemoSensor['location'] => ({
  place,
  country,
  latitude,
  longitude,
})

export const demoSensors: readonly [DemoSensor, ...DemoSensor[]] = [
  {
    key: 'frankfurt',
    name: 'Frankfurt',
    region: 'eu-central',
    zone: 'Europe/Berlin',
    location: at('Frankfurt am Main', 'DE', 50.11, 8.68),
    address: '203.0.113.241',
    address6: '2001:db8:feed::1',
  },
  {
    key: 'ashburn',
    name: 'Ashburn',
    region: 'us-east',
    zone: 'America/New_York',
    location: at('Ashburn', 'US', 39.04, -77.49),
    address: '203.0.113.242',
    address6: '2001:db8:feed::2',
  },
  {
    key: 'sao-paulo',
    name: 'São Paulo',
    region: 'sa-east',
    zone: 'America/Sao_Paulo',
    location: at('São Paulo', 'BR', -23.55, -46.63),
    address: '203.0.113.243',
    address6: '2001:db8:feed::3',
  },
  {
    key: 'singapore',
    name: 'Singapore',
    region: 'ap-southeast',
    zone: 'Asia/Singapore',
    location: at('Singapore', 'SG', 1.35, 103.82),
    address: '203.0.113.244',
    address6: '2001:db8:feed::4',
  },
  {
    key: 'sydney',
    name: 'Sydney',
    region: 'ap-south',
    zone: 'Australia/Sydney',
    location: at('Sydney', 'AU', -33.87, 151.21),
    address: '203.0.113.245',
    address6: '2001:db8:feed::5',
  },
]
